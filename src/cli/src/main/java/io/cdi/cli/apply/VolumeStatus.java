// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// What the status file of a volume says, so that a later run knows whether the volume is complete.
///
/// @param specHash of the DataVolume that the volume was made for
record VolumeStatus(String specHash, String phase) {

    static final String SUCCEEDED = "Succeeded";

    private static final ObjectMapper JSON = new ObjectMapper();

    boolean isComplete() {
        return phase.equals(SUCCEEDED);
    }

    static Optional<VolumeStatus> read(Path file) throws IOException {
        try {
            JsonNode status = JSON.readTree(Files.readString(file));
            return Optional.of(new VolumeStatus(
                    status.path("specHash").asText(), status.path("phase").asText()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// Replaces the file at once, so that a reader never sees half of it.
    void write(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(
                part, JSON.createObjectNode().put("specHash", specHash).put("phase", phase) + "\n");
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
