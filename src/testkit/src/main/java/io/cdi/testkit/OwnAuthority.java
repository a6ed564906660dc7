// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A certificate authority that no system trusts, and a certificate from it for this machine's loopback names.
///
/// @param authority the authority's certificate, PEM
/// @param certificate the server's certificate, PEM
/// @param key the server's private key, PEM, PKCS#8
public record OwnAuthority(Path authority, Path certificate, Path key) {

    /// Makes both with openssl.
    public static OwnAuthority in(Path folder) {
        Path authority = folder.resolve("ca.crt");
        Path authorityKey = folder.resolve("ca.key");
        Path certificate = folder.resolve("server.crt");
        Path key = folder.resolve("server.key");
        Path request = folder.resolve("server.csr");
        Path extensions = folder.resolve("server.ext");
        try {
            Files.createDirectories(folder);
            Files.writeString(extensions, "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                "2",
                "-subj",
                "/CN=Test authority",
                "-keyout",
                authorityKey,
                "-out",
                authority);
        Command.run(
                "openssl",
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=localhost",
                "-keyout",
                key,
                "-out",
                request);
        Command.run(
                "openssl",
                "x509",
                "-req",
                "-in",
                request,
                "-CA",
                authority,
                "-CAkey",
                authorityKey,
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                extensions,
                "-out",
                certificate);
        return new OwnAuthority(authority, certificate, key);
    }
}
