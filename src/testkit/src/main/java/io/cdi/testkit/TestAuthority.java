// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A certificate authority of a test's own, made by openssl.
///
/// @param directory where its files are
public record TestAuthority(Path directory) {

    public static TestAuthority in(Path directory) {
        TestAuthority authority = new TestAuthority(directory);
        certify("Test authority", authority.identity("ca"));
        return authority;
    }

    /// The authority's own certificate as PEM.
    public Path certificate() {
        return identity("ca").certificate();
    }

    /// Files of a key and its certificate, both PEM.
    public record Identity(Path key, Path certificate) {}

    /// Makes the key and certificate of a server.
    ///
    /// @param names as openssl writes them: `IP:127.0.0.1,DNS:localhost`
    public Identity issue(String names) {
        Identity server = identity("server");
        certify(
                "Test server",
                server,
                "-CA",
                certificate(),
                "-CAkey",
                identity("ca").key(),
                "-addext",
                "subjectAltName=" + names,
                "-addext",
                "basicConstraints=critical,CA:FALSE");
        return server;
    }

    private Identity identity(String name) {
        return new Identity(directory.resolve(name + ".key"), directory.resolve(name + ".crt"));
    }

    private static void certify(String name, Identity identity, Object... options) {
        List<Object> words = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", 2));
        words.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=" + name));
        words.addAll(List.of("-keyout", identity.key(), "-out", identity.certificate()));
        words.addAll(List.of(options));
        Command.run(words.toArray());
    }
}
