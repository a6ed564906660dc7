// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The name of an entry below the target directory: its parts, none of which is `..`, `.` or empty. No parts at
/// all name the directory itself.
record EntryName(List<String> parts) {

    private static final int LONGEST_PART = 255;

    EntryName {
        parts = List.copyOf(parts);
    }

    /// @throws RefusedEntry with what is wrong with the name, when it cannot be used
    static EntryName parse(String text, int longest) throws RefusedEntry {
        if (text.indexOf('\uFFFD') >= 0) {
            throw new RefusedEntry("is not UTF-8");
        }
        if (text.indexOf('\0') >= 0) {
            throw new RefusedEntry("has a zero byte in it");
        }
        if (bytes(text) > longest) {
            throw new RefusedEntry("is longer than " + longest + " bytes");
        }
        List<String> parts = new ArrayList<>();
        for (String part : text.split("/", -1)) {
            if (part.equals("..")) {
                throw new RefusedEntry("leads out of the directory");
            }
            if (bytes(part) > LONGEST_PART) {
                throw new RefusedEntry("has a part longer than " + LONGEST_PART + " bytes");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return new EntryName(parts);
    }

    boolean isRoot() {
        return parts.isEmpty();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
