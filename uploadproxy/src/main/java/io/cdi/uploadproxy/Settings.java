// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import io.cdi.contract.SecretKeys;
import io.cdi.contract.TokenKey;
import io.cdi.contract.UploadCertificates;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What the Deployment says. The server's own certificate is in `application.properties`.
///
/// @param tokenKey the file of the public key, where it is mounted
/// @param givenTokenKey the same as PEM
record Settings(
        Path clientCertificate, Path clientKey, String serverBundle, Path tokenKey, Optional<String> givenTokenKey) {

    private static final String CLIENT = "/var/run/certs/cdi-uploadserver-client-cert/";

    static Settings of(Map<String, String> environment) {
        return new Settings(
                Path.of(environment.getOrDefault("UPLOAD_CLIENT_CERT_FILE", CLIENT + SecretKeys.TLS_CERTIFICATE)),
                Path.of(environment.getOrDefault("UPLOAD_CLIENT_KEY_FILE", CLIENT + SecretKeys.TLS_KEY)),
                environment.getOrDefault("UPLOAD_SERVER_CA_BUNDLE_CONFIG_MAP", UploadCertificates.SERVER_BUNDLE),
                Path.of(environment.getOrDefault(
                        "APISERVER_PUBLIC_KEY_FILE", "/var/run/cdi/token/keys/" + TokenKey.PUBLIC)),
                Optional.ofNullable(environment.get("APISERVER_PUBLIC_KEY")).filter(key -> !key.isEmpty()));
    }
}
