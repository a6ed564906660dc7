// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.source.Origin;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.gcs.GcsOrigin;
import io.cdi.engine.source.http.HttpOrigin;
import io.cdi.engine.source.local.ArrivingOrigin;
import io.cdi.engine.source.local.LocalOrigin;
import io.cdi.engine.source.local.StreamOrigin;
import io.cdi.engine.source.registry.RegistryOrigin;
import io.cdi.engine.source.s3.S3Origin;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Picks who fetches a source.
final class Origins {

    private Origins() {}

    /// Opens the source: its first answer is there when this returns.
    ///
    /// @param environment for proxies, docker and cloud credentials
    /// @param version is told [Origin#version] as soon as it is known, also when the rest fails
    static Origin open(Source source, Source.Effort effort, Map<String, String> environment, Consumer<String> version)
            throws IOException {
        Origin origin = switch (source) {
            case Source.Http http -> HttpOrigin.open(http, effort, environment);
            case Source.S3 s3 -> S3Origin.open(s3, effort, environment);
            case Source.Gcs gcs -> GcsOrigin.open(gcs, effort, environment);
            case Source.Registry registry -> RegistryOrigin.open(registry, effort, environment, version);
            case Source.OciArchive archive -> RegistryOrigin.open(archive, version);
            case Source.LocalFile local -> LocalOrigin.open(local.file());
            case Source.StandardInput _ -> StreamOrigin.standardInput();
            case Source.Arriving arriving -> new ArrivingOrigin(arriving);
        };
        origin.version().ifPresent(version);
        return origin;
    }

    /// What names the source's content now, in one request; of a container image, in the few that its name takes.
    static Optional<String> version(Source source, Source.Effort effort, Map<String, String> environment)
            throws IOException {
        if (source instanceof Source.Registry registry) {
            return Optional.of(RegistryOrigin.version(registry, effort, environment));
        }
        try (Origin origin = open(source, effort, environment, _ -> {})) {
            return origin.version();
        }
    }

    /// Whether nothing comes any more when the source is opened a second time.
    static boolean comesOnce(Origin origin) {
        return origin instanceof StreamOrigin || origin instanceof ArrivingOrigin;
    }
}
