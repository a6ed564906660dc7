// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdi.engine.ByteCount;
import io.cdi.engine.transfer.ImportRequest;
import io.cdi.engine.transfer.ImportRequest.Content;
import io.cdi.engine.transfer.ImportResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What a finished import tells its user.
record ResultLine(ImportRequest request, ImportResult result, Duration elapsed) {

    /// For people: `imported qcow2 (gzip) 276.4 MiB -> disk.img 8 GiB in 2.3 s (120 MiB/s), 0 B scratch`.
    String text() {
        double seconds = Math.max(1e-3, elapsed.toMillis() / 1000.0);
        return String.format(
                Locale.ROOT,
                "%s %s%s %s -> %s%s in %.1f s (%s/s), %s scratch",
                archive() ? "unpacked" : "imported",
                archive() ? "archive" : result.format().qemuName(),
                packings().isEmpty() ? "" : " (" + String.join(", ", packings()) + ")",
                new ByteCount(result.sourceBytes()),
                request.target(),
                archive() ? "" : " " + new ByteCount(result.diskBytes()),
                seconds,
                new ByteCount((long) (result.sourceBytes() / seconds)),
                new ByteCount(result.scratchBytes()));
    }

    /// For programs.
    ObjectNode json() {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("event", "imported");
        line.put("target", request.target().toString());
        line.put("content", archive() ? "archive" : "kubevirt");
        line.put("format", archive() ? "archive" : result.format().qemuName());
        ArrayNode packed = line.putArray("packings");
        packings().forEach(packed::add);
        line.put("diskBytes", result.diskBytes());
        line.put("sourceBytes", result.sourceBytes());
        line.put("writtenBytes", result.writtenBytes());
        line.put("scratchBytes", result.scratchBytes());
        line.put("elapsedSeconds", elapsed.toMillis() / 1000.0);
        return line;
    }

    private boolean archive() {
        return request.content() == Content.ARCHIVE;
    }

    private List<String> packings() {
        return result.packings().stream()
                .map(packing -> packing.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
