// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers an upload in a file, where programs of this user keep state. An upload works without it too; it
/// only begins anew then.
final class StateFolder implements TusUpload.Memory {

    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final SavedUpload upload;

    private StateFolder(Path file, SavedUpload upload) {
        this.file = file;
        this.upload = upload;
    }

    /// @param upload still without its id
    static StateFolder of(Map<String, String> environment, SavedUpload upload) {
        Path state = Optional.ofNullable(environment.get("XDG_STATE_HOME"))
                .filter(text -> !text.isEmpty())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local/state"));
        Path folder = state.resolve("cdi/uploads");
        return new StateFolder(folder.resolve(upload.uid() + ".json"), upload);
    }

    @Override
    public Optional<String> known() {
        try {
            return Files.exists(file)
                    ? Optional.of(JSON.readValue(file.toFile(), SavedUpload.class))
                            .filter(upload::isFor)
                            .map(SavedUpload::upload)
                    : Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} is not readable, the upload begins anew: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void keep(String id) {
        try {
            Files.createDirectories(file.getParent());
            Path next = Files.writeString(
                    file.resolveSibling(file.getFileName() + ".new"), JSON.writeValueAsString(upload.with(id)));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("a later run will not go on with this upload, {} is not writable: {}", file, e.getMessage());
        }
    }

    @Override
    public void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} stays: {}", file, e.getMessage());
        }
    }
}
