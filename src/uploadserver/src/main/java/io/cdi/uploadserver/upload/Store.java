// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.upload;

import io.cdi.contract.pod.PodFiles;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Source;
import io.cdi.engine.transfer.ImportRequest;
import io.cdi.engine.transfer.ImportRequest.Content;
import io.cdi.engine.transfer.ImportResult;
import io.cdi.engine.transfer.Importer;
import io.cdi.engine.transfer.Progress;
import io.cdi.scratch.VolumeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The volume of the pod, and the engine that fills it.
public final class Store {

    private final PodFiles files;
    private final Path disk;
    private final VolumeOptions volume;
    private volatile boolean isLateForScratch;

    /// @param disk where disks go: a file or a device
    public Store(PodFiles files, Path disk, VolumeOptions volume) {
        this.files = files;
        this.disk = disk;
        this.volume = volume;
    }

    boolean hasScratch() {
        return files.scratch().isPresent();
    }

    /// Whether every byte of what was uploaded has its storage.
    boolean preallocates(UploadOrder order) {
        return volume.preallocate() && order.content() == Content.DISK;
    }

    ImportResult run(UploadOrder order, InputStream bytes, Progress progress) throws IOException {
        removeFormerDisk(order.content());
        ImportRequest request = new ImportRequest(
                new Source.Arriving("the upload", order.length(), bytes),
                Source.Effort.DEFAULT,
                order.content() == Content.ARCHIVE ? files.data() : disk,
                volume,
                order.content(),
                Optional.empty(),
                isLateForScratch ? ImportRequest.Engine.QEMU_IMG : ImportRequest.Engine.AUTO,
                files.scratch());
        try {
            return new Importer(Map.of()).run(request, progress);
        } catch (TransferException.NeedsScratch e) {
            // The data were too wild, and they cannot be had again. The next time they go through scratch at once.
            isLateForScratch = hasScratch();
            throw e;
        }
    }

    /// What a former upload completed, before it could say so, would take the room of the new disk.
    private void removeFormerDisk(Content content) throws IOException {
        if (content == Content.DISK && Files.isRegularFile(disk)) {
            Files.delete(disk);
        }
    }
}
