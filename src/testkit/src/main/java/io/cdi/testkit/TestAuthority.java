// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.nio.file.Path;

/// A certificate authority of a test's own, made by openssl.
///
/// @param directory where its files are
public record TestAuthority(Path directory) {

    public static TestAuthority in(Path directory) {
        Command.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                2,
                "-subj",
                "/CN=Test authority",
                "-keyout",
                directory.resolve("ca.key"),
                "-out",
                directory.resolve("ca.crt"));
        return new TestAuthority(directory);
    }

    /// The authority's own certificate as PEM.
    public Path certificate() {
        return directory.resolve("ca.crt");
    }

    /// Files of a server's key and certificate.
    public record Identity(Path key, Path certificate) {}

    /// @param names as openssl writes them: `IP:127.0.0.1,DNS:localhost`
    public Identity issue(String names) {
        Identity identity = new Identity(directory.resolve("server.key"), directory.resolve("server.crt"));
        Command.run(
                "openssl",
                "req",
                "-x509",
                "-CA",
                certificate(),
                "-CAkey",
                directory.resolve("ca.key"),
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                2,
                "-subj",
                "/CN=Test server",
                "-addext",
                "subjectAltName=" + names,
                "-addext",
                "basicConstraints=critical,CA:FALSE",
                "-keyout",
                identity.key(),
                "-out",
                identity.certificate());
        return identity;
    }
}
