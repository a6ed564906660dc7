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

/// Picks who fetches a source.
final class Origins {

    private Origins() {}

    /// Opens the source: its first answer is there when this returns.
    ///
    /// @param environment for proxies, docker and cloud credentials
    static Origin open(Source source, Source.Effort effort, Map<String, String> environment) throws IOException {
        return switch (source) {
            case Source.Http http -> HttpOrigin.open(http, effort, environment);
            case Source.S3 s3 -> S3Origin.open(s3, effort, environment);
            case Source.Gcs gcs -> GcsOrigin.open(gcs, effort, environment);
            case Source.Registry registry -> RegistryOrigin.open(registry, effort, environment);
            case Source.OciArchive archive -> RegistryOrigin.open(archive);
            case Source.LocalFile local -> LocalOrigin.open(local.file());
            case Source.StandardInput _ -> StreamOrigin.standardInput();
            case Source.Arriving arriving -> new ArrivingOrigin(arriving);
        };
    }

    /// Whether the source gives its first byte again when it is opened a second time.
    static boolean canOpenAgain(Source source) {
        return !(source instanceof Source.StandardInput || source instanceof Source.Arriving);
    }
}
