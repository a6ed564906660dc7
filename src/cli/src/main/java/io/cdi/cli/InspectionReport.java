// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdi.engine.ByteCount;
import io.cdi.engine.transfer.Inspection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// What `cdi inspect` prints.
record InspectionReport(Inspection inspection) {

    String table() {
        return String.join(
                System.lineSeparator(),
                row("format", inspection.format().qemuName()),
                row("packing", packings().isEmpty() ? "none" : String.join(", ", packings())),
                row("virtual size", size(inspection.virtualSize())),
                row("allocated", size(inspection.allocatedBytes())),
                row("source size", size(inspection.sourceBytes())),
                row("source seekable", inspection.seekable() ? "yes" : "no"),
                row("one pass", inspection.onePass() ? "yes" : "no"),
                row("why", inspection.why()));
    }

    /// Sizes that are not known are left out.
    ObjectNode json() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("format", inspection.format().qemuName());
        ArrayNode packed = report.putArray("packings");
        packings().forEach(packed::add);
        inspection.virtualSize().ifPresent(size -> report.put("virtualSize", size));
        inspection.allocatedBytes().ifPresent(size -> report.put("allocatedBytes", size));
        inspection.sourceBytes().ifPresent(size -> report.put("sourceBytes", size));
        report.put("seekable", inspection.seekable());
        report.put("onePass", inspection.onePass());
        report.put("why", inspection.why());
        return report;
    }

    private List<String> packings() {
        return inspection.packings().stream()
                .map(packing -> packing.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String row(String name, String value) {
        return String.format(Locale.ROOT, "%-16s %s", name, value);
    }

    private static String size(OptionalLong bytes) {
        return bytes.isEmpty() ? "unknown" : new ByteCount(bytes.getAsLong()) + " (" + bytes.getAsLong() + " bytes)";
    }
}
