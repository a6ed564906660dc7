// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.api.config.CDIConfigStatus;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the upload proxy is reached.
sealed interface ProxyWay {

    /// @param base without a slash at its end
    /// @param authority of its certificate, as PEM, where the cluster names one
    record Direct(URI base, Optional<String> authority) implements ProxyWay {}

    /// Nobody knows an address of it: through the API server.
    record PortForward() implements ProxyWay {}

    /// What the user says goes before what the cluster says.
    static ProxyWay of(Optional<URI> given, @Nullable CDIConfigStatus config) {
        String known = config == null || config.uploadProxyURL() == null ? "" : config.uploadProxyURL();
        if (given.isPresent()) {
            return new Direct(base(given.get().toString()), Optional.empty());
        }
        if (config == null || known.isBlank()) {
            return new PortForward();
        }
        return new Direct(
                base(known), Optional.ofNullable(config.uploadProxyCA()).filter(pem -> !pem.isBlank()));
    }

    private static URI base(String text) {
        String url = text.contains("://") ? text : "https://" + text;
        return URI.create(url.replaceAll("/+$", ""));
    }
}
