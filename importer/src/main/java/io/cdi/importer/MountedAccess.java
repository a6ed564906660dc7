// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import io.cdi.engine.source.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What helps to get at a source and comes in files, from ConfigMaps and Secrets. Kubernetes keeps versions
/// of them in folders whose names begin with a dot, and links to the newest; so such names are passed over,
/// and links followed.
///
/// @param certificates the folder with the user's authorities
/// @param proxyCertificates the folder with the proxy's authorities, which need not exist
/// @param extraHeaders a folder per Secret, which need not exist
record MountedAccess(Optional<Path> certificates, Path proxyCertificates, Path extraHeaders) {

    private static final Logger LOG = LoggerFactory.getLogger(MountedAccess.class);
    private static final int DEEPEST = 8;

    /// PEM files with certificates; others are told in the log.
    List<Path> authorities() throws IOException {
        List<Path> authorities = new ArrayList<>();
        for (Path folder : Stream.concat(Stream.of(proxyCertificates), certificates.stream())
                .toList()) {
            for (Path file : files(folder)) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains("CERTIFICATE-----")) {
                    authorities.add(file);
                } else {
                    LOG.warn("no PEM certificate in the file {}: it is not used", file);
                }
            }
        }
        return authorities;
    }

    /// Each file is one line `Name: value`.
    List<Secret> headerLines() throws IOException {
        List<Secret> lines = new ArrayList<>();
        for (Path file : files(extraHeaders)) {
            lines.add(new Secret(Files.readString(file)));
        }
        return lines;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> below = Files.walk(folder, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
            return below.filter(file -> !hasDot(folder.relativize(file)) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            throw new IOException("read the files in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static boolean hasDot(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }
}
