// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.source;

import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source.Header;
import io.cdi.engine.source.Source.Login;
import io.cdi.engine.source.Source.Platform;
import io.cdi.engine.source.Source.Tls;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// How to get at a source, as far as the user said: everything but the place.
///
/// @param s3Endpoint the S3 service; also makes an object of a plain URL
/// @param platform which image of an index; empty for that of this machine
/// @param googleKeyFile the JSON of a service account
public record Access(
        Optional<Login> login,
        List<Header> headers,
        Tls tls,
        Optional<Platform> platform,
        Optional<URI> s3Endpoint,
        Optional<String> s3Region,
        Optional<Secret> googleKeyFile) {

    public static final Access PLAIN = new Access(
            Optional.empty(),
            List.of(),
            Tls.SYSTEM,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public Access {
        headers = List.copyOf(headers);
    }

    public Access withLogin(Login given) {
        return new Access(Optional.of(given), headers, tls, platform, s3Endpoint, s3Region, googleKeyFile);
    }

    public Access withHeaders(List<Header> given) {
        return new Access(login, given, tls, platform, s3Endpoint, s3Region, googleKeyFile);
    }

    public Access withTls(Tls given) {
        return new Access(login, headers, given, platform, s3Endpoint, s3Region, googleKeyFile);
    }

    public Access withPlatform(Platform given) {
        return new Access(login, headers, tls, Optional.of(given), s3Endpoint, s3Region, googleKeyFile);
    }

    public Access withS3(Optional<URI> endpoint, Optional<String> region) {
        return new Access(login, headers, tls, platform, endpoint, region, googleKeyFile);
    }

    public Access withGoogleKeyFile(Secret json) {
        return new Access(login, headers, tls, platform, s3Endpoint, s3Region, Optional.of(json));
    }
}
