// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/// The configuration files of the AWS command line, found by the given environment instead of the process's own.
///
/// @param name the profile that the environment asks for, or `default`
record ProfileFiles(ProfileFile files, String name) {

    static ProfileFiles of(Map<String, String> environment) {
        Path folder = Path.of(environment.getOrDefault("HOME", "/nonexistent"), ".aws");
        ProfileFile.Aggregator all = ProfileFile.aggregator();
        add(all, ProfileFile.Type.CREDENTIALS, environment.get("AWS_SHARED_CREDENTIALS_FILE"), folder, "credentials");
        add(all, ProfileFile.Type.CONFIGURATION, environment.get("AWS_CONFIG_FILE"), folder, "config");
        return new ProfileFiles(all.build(), environment.getOrDefault("AWS_PROFILE", "default"));
    }

    private static void add(
            ProfileFile.Aggregator all,
            ProfileFile.Type type,
            @org.jspecify.annotations.Nullable String named,
            Path folder,
            String usual) {
        Path file = named == null ? folder.resolve(usual) : Path.of(named);
        if (Files.isReadable(file)) {
            all.addFile(ProfileFile.builder().type(type).content(file).build());
        }
    }

    Optional<Profile> profile() {
        return files.profile(name);
    }

    Optional<String> region() {
        return profile().flatMap(profile -> profile.property("region"));
    }

    boolean hasCredentials() {
        return profile().stream()
                .anyMatch(profile -> profile.property("aws_access_key_id").isPresent()
                        || profile.property("role_arn").isPresent()
                        || profile.property("credential_process").isPresent());
    }
}
