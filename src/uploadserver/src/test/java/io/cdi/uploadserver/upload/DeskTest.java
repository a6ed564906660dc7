// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.contract.pod.Outcome;
import io.cdi.contract.pod.PodFiles;
import io.cdi.engine.transfer.ImportRequest.Content;
import io.cdi.scratch.VolumeOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DeskTest {

    @TempDir
    private Path root = Path.of("/");

    @Test
    @Timeout(60)
    void hasEndedWhatItAdmittedWhenItClosesAndTakesNothingMore() throws Exception {
        Path data = Files.createDirectories(root.resolve("data"));
        PodFiles files = new PodFiles(root);
        Store store = new Store(files, files.disk(), VolumeOptions.DEFAULT);
        Desk desk = new Desk(store, Duration.ofMinutes(5), InstantSource.system());
        UploadOrder order = new UploadOrder(Content.DISK, OptionalLong.of(1 << 20), UploadOrder.Pace.RESUMABLE);

        Desk.Admission.Admitted admitted = (Desk.Admission.Admitted) desk.open(order, Optional.empty());
        Outcome outcome = desk.close();

        assertThat(outcome).isEqualTo(Outcome.TERMINATED);
        assertThat(admitted.upload().storage()).isCompletedExceptionally();
        assertThat(data).isEmptyDirectory();
        assertThat(desk.find(admitted.upload().id())).isEmpty();
        assertThat(desk.open(order, Optional.empty())).isEqualTo(new Desk.Admission.Busy());
    }
}
