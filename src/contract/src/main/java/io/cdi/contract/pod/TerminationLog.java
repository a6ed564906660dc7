// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract.pod;

import io.cdi.contract.TerminationMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/// The file in which the kubelet looks for a container's last words.
public record TerminationLog(Path file) {

    /// Writes one line, which the kubelet need not cut.
    public void write(String text) throws IOException {
        byte[] line = text.strip().replaceAll("[\\r\\n]+", " ").getBytes(StandardCharsets.UTF_8);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(file, options, mode))) {
            out.write(Arrays.copyOf(line, Math.min(line.length, TerminationMessage.LONGEST_BYTES)));
        }
    }
}
