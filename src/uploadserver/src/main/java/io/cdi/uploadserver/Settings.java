// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver;

import io.cdi.contract.ContentType;
import io.cdi.contract.Ports;
import io.cdi.contract.UploadServerEnvironment;
import io.cdi.contract.pod.Variables;
import io.cdi.engine.ByteCount;
import io.cdi.scratch.VolumeOptions;
import io.cdi.uploadserver.http.TlsProfile;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The environment of the upload pod, see [UploadServerEnvironment], in types.
///
/// @param clientName the common name that a client's certificate must have
/// @param resumableContent what a resumable upload brings
/// @param destination where a disk goes, when it is not the usual place
/// @param deadline when the certificates are too old to go on with
record Settings(
        InetSocketAddress address,
        Tls tls,
        String clientName,
        VolumeOptions volume,
        ContentType resumableContent,
        Optional<Path> destination,
        Optional<Instant> deadline,
        String ownerUid) {

    private static final String ANY_ADDRESS = "0.0.0.0";
    private static final String TLS_1_3 = "VersionTLS13";

    /// Files of PEM, and what of TLS is allowed.
    record Tls(Path key, Path certificate, Optional<Path> clientAuthorities, TlsProfile profile) {}

    /// @throws IllegalArgumentException for a value without which nothing can be done
    static Settings parse(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        return new Settings(
                address(variables),
                tls(variables),
                variables.text(UploadServerEnvironment.CLIENT_NAME),
                new VolumeOptions(
                        imageBytes(variables),
                        variables.fraction(UploadServerEnvironment.FILESYSTEM_OVERHEAD),
                        variables.flag(UploadServerEnvironment.PREALLOCATION).orElse(false),
                        false),
                ContentType.orDisk(variables.text(UploadServerEnvironment.CONTENT_TYPE)),
                variables.some(UploadServerEnvironment.DESTINATION).map(Path::of),
                deadline(variables),
                variables.text(UploadServerEnvironment.OWNER_UID));
    }

    private static InetSocketAddress address(Variables variables) {
        String port = variables.some(UploadServerEnvironment.LISTEN_PORT).orElse(String.valueOf(Ports.UPLOAD));
        try {
            return new InetSocketAddress(
                    variables.some(UploadServerEnvironment.LISTEN_ADDRESS).orElse(ANY_ADDRESS), Integer.parseInt(port));
        } catch (IllegalArgumentException e) {
            throw wrong(UploadServerEnvironment.LISTEN_PORT, "a port, not '" + port + "'");
        }
    }

    private static Tls tls(Variables variables) {
        Optional<Path> key =
                variables.some(UploadServerEnvironment.TLS_KEY_FILE).map(Path::of);
        Optional<Path> certificate =
                variables.some(UploadServerEnvironment.TLS_CERT_FILE).map(Path::of);
        if (key.isEmpty() || certificate.isEmpty()) {
            throw new IllegalArgumentException(
                    "invalid TLS config: the variables " + UploadServerEnvironment.TLS_KEY_FILE + " and "
                            + UploadServerEnvironment.TLS_CERT_FILE + " must name the server's key and certificate");
        }
        List<String> ciphers = Arrays.stream(
                        variables.text(UploadServerEnvironment.TLS_CIPHERS).split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        boolean atLeast13 =
                variables.text(UploadServerEnvironment.TLS_MIN_VERSION).equals(TLS_1_3);
        return new Tls(
                key.get(),
                certificate.get(),
                variables.some(UploadServerEnvironment.CLIENT_CERT_FILE).map(Path::of),
                new TlsProfile(atLeast13, ciphers));
    }

    private static OptionalLong imageBytes(Variables variables) {
        try {
            long bytes = variables
                    .some(UploadServerEnvironment.IMAGE_SIZE)
                    .map(ByteCount::parse)
                    .map(ByteCount::bytes)
                    .orElse(0L);
            return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
        } catch (IllegalArgumentException e) {
            throw wrong(UploadServerEnvironment.IMAGE_SIZE, "a quantity: " + e.getMessage());
        }
    }

    private static Optional<Instant> deadline(Variables variables) {
        try {
            return variables.some(UploadServerEnvironment.DEADLINE).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw wrong(UploadServerEnvironment.DEADLINE, "a time as in RFC 3339: " + e.getMessage());
        }
    }

    private static IllegalArgumentException wrong(String variable, String rule) {
        return new IllegalArgumentException("the variable " + variable + " must be " + rule);
    }
}
