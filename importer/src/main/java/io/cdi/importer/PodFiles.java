// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import io.cdi.contract.Mounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The places of the pod contract.
///
/// @param root what they are absolute to; `/` in a pod
record PodFiles(Path root) {

    Path data() {
        return at(Mounts.DATA);
    }

    Path diskImage() {
        return at(Mounts.DISK_IMAGE);
    }

    Path blockDevice() {
        return at(Mounts.BLOCK_DEVICE);
    }

    /// Whether the claim is in Block mode.
    boolean isBlock() {
        return Files.exists(blockDevice());
    }

    /// Where the disk goes.
    Path disk() {
        return isBlock() ? blockDevice() : diskImage();
    }

    /// The scratch space, when it is mounted.
    Optional<Path> scratch() {
        return Optional.of(at(Mounts.SCRATCH)).filter(Files::isDirectory);
    }

    Path proxyCertificates() {
        return at(Mounts.PROXY_CERTS);
    }

    Path extraHeaders() {
        return at(Mounts.EXTRA_HEADERS);
    }

    Path terminationLog() {
        return at(Mounts.TERMINATION_LOG);
    }

    Path temporary() {
        return at(Mounts.TEMPORARY);
    }

    private Path at(String absolute) {
        return root.resolve(absolute.substring(1));
    }
}
