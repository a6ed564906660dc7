// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The table `provisioners.tsv`, by key.
public final class ProvisionerTable {
    private static final Map<String, String> ACCESS_MODES =
            Map.of("RWO", "ReadWriteOnce", "RWX", "ReadWriteMany", "ROX", "ReadOnlyMany");

    private final Map<String, ProvisionerAdvice> rows;

    private ProvisionerTable(Map<String, ProvisionerAdvice> rows) {
        this.rows = rows;
    }

    /// Reads the table that comes with this program.
    public static ProvisionerTable load() {
        try (var in = ProvisionerTable.class.getResourceAsStream("provisioners.tsv")) {
            var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return new ProvisionerTable(text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .collect(Collectors.toUnmodifiableMap(row -> row[0], ProvisionerTable::advice)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is known about a class; nothing for provisioners and parameters that are not listed.
    public ProvisionerAdvice advice(ProvisionerKey key) {
        return switch (key) {
            case ProvisionerKey.Named(var name) -> rows.getOrDefault(name, ProvisionerAdvice.NONE);
            case ProvisionerKey.UnknownParameters _ -> ProvisionerAdvice.NONE;
        };
    }

    private static ProvisionerAdvice advice(String[] row) {
        var capabilities = row[1].equals("-")
                ? List.<ClaimPropertySet>of()
                : Stream.of(row[1].split(" ", -1))
                        .map(ProvisionerTable::capability)
                        .toList();
        return new ProvisionerAdvice(capabilities, cell(row[2]), cell(row[3]), cell(row[4]));
    }

    private static ClaimPropertySet capability(String text) {
        var modes = text.split("/", -1);
        return new ClaimPropertySet(List.of(Objects.requireNonNull(ACCESS_MODES.get(modes[0]), text)), modes[1]);
    }

    private static @Nullable String cell(String text) {
        return text.equals("-") ? null : text;
    }
}
