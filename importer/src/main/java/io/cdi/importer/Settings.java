// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import io.cdi.contract.ContentType;
import io.cdi.contract.ImporterEnvironment;
import io.cdi.contract.NodePull;
import io.cdi.contract.pod.Variables;
import io.cdi.engine.ByteCount;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source.Login;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The environment of the importer pod, see [ImporterEnvironment]: what the controller wants, in types. An
/// empty variable is an absent one.
record Settings(From from, Onto onto, Handshake handshake, String ownerUid) {

    /// @param type as it was given, see [io.cdi.contract.SourceType]
    /// @param architecture of the image in a registry; empty for that of this machine
    record From(
            String type,
            String endpoint,
            ContentType content,
            Optional<String> checksum,
            Optional<String> architecture,
            Access access) {}

    /// How to get at the source.
    ///
    /// @param headerLines each `Name: value`
    /// @param certificates the folder with the user's authorities
    record Access(
            Optional<Login> login,
            Optional<Path> googleKeyFile,
            List<Secret> headerLines,
            Optional<Path> certificates,
            boolean insecureTls) {}

    /// @param imageBytes the size that the claim requests
    record Onto(OptionalLong imageBytes, double filesystemOverhead, boolean preallocate) {}

    /// What the importer and the other container of a node pull tell each other.
    record Handshake(boolean nodePull, Optional<Path> readyFile, Optional<Path> doneFile) {}

    /// @throws IllegalArgumentException for a value without which nothing can be done
    static Settings parse(Map<String, String> environment) {
        return new Parser(new Variables(environment)).settings();
    }

    private record Parser(Variables environment) {

        Settings settings() {
            boolean preallocate = environment
                    .flag(ImporterEnvironment.PREALLOCATION)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the variable " + ImporterEnvironment.PREALLOCATION + " must be true or false, not '"
                                    + environment.text(ImporterEnvironment.PREALLOCATION) + "'"));
            Onto onto =
                    new Onto(imageBytes(), environment.fraction(ImporterEnvironment.FILESYSTEM_OVERHEAD), preallocate);
            Handshake handshake = new Handshake(
                    environment.text(ImporterEnvironment.PULL_METHOD).equals(NodePull.METHOD),
                    environment.some(ImporterEnvironment.READY_FILE).map(Path::of),
                    environment.some(ImporterEnvironment.DONE_FILE).map(Path::of));
            return new Settings(from(), onto, handshake, environment.text(ImporterEnvironment.OWNER_UID));
        }

        private From from() {
            return new From(
                    environment.text(ImporterEnvironment.SOURCE),
                    environment.text(ImporterEnvironment.ENDPOINT),
                    ContentType.orDisk(environment.text(ImporterEnvironment.CONTENT_TYPE)),
                    environment.some(ImporterEnvironment.CHECKSUM),
                    environment.some(ImporterEnvironment.REGISTRY_IMAGE_ARCHITECTURE),
                    access());
        }

        private Access access() {
            Optional<Login> login = environment
                    .some(ImporterEnvironment.ACCESS_KEY_ID)
                    .flatMap(user -> environment
                            .some(ImporterEnvironment.SECRET_KEY)
                            .map(password -> new Login(user, new Secret(password))));
            return new Access(
                    login,
                    environment.some(ImporterEnvironment.GOOGLE_CREDENTIALS).map(Path::of),
                    headerLines(),
                    environment.some(ImporterEnvironment.CERT_DIR).map(Path::of),
                    environment.flag(ImporterEnvironment.INSECURE_TLS).orElse(false));
        }

        private List<Secret> headerLines() {
            return new TreeMap<>(environment.environment())
                    .tailMap(ImporterEnvironment.EXTRA_HEADER_PREFIX, false).entrySet().stream()
                            .takeWhile(entry -> entry.getKey().startsWith(ImporterEnvironment.EXTRA_HEADER_PREFIX))
                            .map(entry -> new Secret(entry.getValue()))
                            .toList();
        }

        private OptionalLong imageBytes() {
            Optional<String> quantity = environment.some(ImporterEnvironment.IMAGE_SIZE);
            try {
                long bytes =
                        quantity.map(ByteCount::parse).map(ByteCount::bytes).orElse(0L);
                return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "the variable " + ImporterEnvironment.IMAGE_SIZE + " must be a quantity: " + e.getMessage(), e);
            }
        }
    }
}
