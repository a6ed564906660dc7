// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Cases that are folders: `in-*.yaml` is given, `out-*.yaml` is expected. A new case is a new folder.
/// With `-Dgolden=write` the expected files are written anew; read the difference before it is kept.
public final class Golden {

    private static final Path RESOURCES = Path.of("src/test/resources");

    private Golden() {}

    public static List<Path> cases(Class<?> test) {
        try (Stream<Path> folders = Files.list(RESOURCES.resolve(test.getName().replace('.', '/')))) {
            return folders.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String given(Path folder, String name) {
        return read(folder.resolve("in-" + name + ".yaml"));
    }

    public static void expect(Path folder, String name, Object object) {
        Path file = folder.resolve("out-" + name + ".yaml");
        String text = Given.yaml(object);
        if ("write".equals(System.getProperty("golden"))) {
            write(file, text);
        }
        assertThat(text).as(file.toString()).isEqualTo(read(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
