// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract.pod;

import io.cdi.contract.Mounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The places of the pod contract, for the worker in the pod.
///
/// @param root what they are absolute to; `/` in a pod
public record PodFiles(Path root) {

    public Path data() {
        return at(Mounts.DATA);
    }

    public Path diskImage() {
        return at(Mounts.DISK_IMAGE);
    }

    public Path blockDevice() {
        return at(Mounts.BLOCK_DEVICE);
    }

    /// Whether the claim is in Block mode.
    public boolean isBlock() {
        return Files.exists(blockDevice());
    }

    /// Where the disk goes.
    public Path disk() {
        return isBlock() ? blockDevice() : diskImage();
    }

    /// The scratch space, when it is mounted.
    public Optional<Path> scratch() {
        return Optional.of(at(Mounts.SCRATCH)).filter(Files::isDirectory);
    }

    public Path proxyCertificates() {
        return at(Mounts.PROXY_CERTS);
    }

    public Path extraHeaders() {
        return at(Mounts.EXTRA_HEADERS);
    }

    public Path terminationLog() {
        return at(Mounts.TERMINATION_LOG);
    }

    public Path temporary() {
        return at(Mounts.TEMPORARY);
    }

    /// A file of the pod by its absolute name.
    public Path at(String absolute) {
        return root.resolve(absolute.substring(1));
    }
}
