// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdi.cli.apply.Outcome;
import io.cdi.engine.ByteCount;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What `cdi apply` prints at the end: a row for each DataVolume.
record OutcomeTable(List<Outcome> outcomes) {

    String text() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("VOLUME", "PHASE", "SIZE", "MESSAGE"));
        for (Outcome outcome : outcomes) {
            String size =
                    outcome.size().isPresent() ? new ByteCount(outcome.size().getAsLong()).toString() : "-";
            rows.add(List.of(outcome.title(), outcome.phase(), size, outcome.message()));
        }
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
    }

    String jsonLines() {
        return outcomes.stream()
                .map(OutcomeTable::json)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
        }
        return line.toString().stripTrailing() + "\n";
    }

    private static ObjectNode json(Outcome outcome) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("event", "volume");
        line.put("volume", outcome.title());
        line.put("phase", outcome.phase());
        outcome.size().ifPresent(size -> line.put("diskBytes", size));
        if (!outcome.message().isEmpty()) {
            line.put("message", outcome.message());
        }
        return line.put("exitCode", outcome.code().code());
    }
}
