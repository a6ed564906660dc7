// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import io.cdi.engine.source.Source.Tls;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where the certificates of ConfigMaps will lie as files. Writing them is left to [ApplyRun].
final class Certificates {

    private final Path folder;
    private final Map<Path, String> files = new LinkedHashMap<>();

    Certificates(Path folder) {
        this.folder = folder;
    }

    /// Trust in what a ConfigMap holds: each of its values is a PEM file.
    Tls trust(Map<String, String> configMap, boolean insecure) {
        List<Path> paths = configMap.values().stream()
                .map(pem -> {
                    Path file = folder.resolve(files.size() + ".pem");
                    files.put(file, pem);
                    return file;
                })
                .toList();
        return new Tls(paths, insecure);
    }

    Map<Path, String> files() {
        return Map.copyOf(files);
    }
}
