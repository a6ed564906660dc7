// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How far a worker is, as a Prometheus counter in percent. Those who read it match the sample by a regular
/// expression: one label, one space, a plain decimal number.
///
/// @param ownerUid whose progress it is: the DataVolume's UID, or the claim's
/// @param fraction 0 to 1
public record ProgressSample(Kind kind, String ownerUid, double fraction) {

    /// What the worker does.
    public enum Kind {
        IMPORT("import"),
        CLONE("clone"),
        UPLOAD("upload");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String counter() {
            return "kubevirt_cdi_" + word + "_progress_total";
        }
    }

    private static final int HUNDREDTHS = 10_000;
    private static final String LABEL = "ownerUID";
    private static final String ANY_COUNTER =
            Arrays.stream(Kind.values()).map(Kind::counter).collect(Collectors.joining("|", "(?:", ")"));

    /// In the text format of Prometheus, with help and type.
    public String text() {
        String counter = kind.counter();
        return "# HELP " + counter + " The " + kind.word + " progress in percentage\n# TYPE " + counter
                + " counter\n" + counter + "{" + LABEL + "=\"" + escaped(ownerUid) + "\"} "
                + decimal((long) (fraction * HUNDREDTHS)) + "\n";
    }

    /// The percent of one owner in what a worker tells, of whatever kind.
    public static OptionalDouble percent(String metrics, String ownerUid) {
        Matcher sample = Pattern.compile(ANY_COUNTER + "\\{" + LABEL + "=\"" + Pattern.quote(escaped(ownerUid))
                        + "\"\\} (\\d{1,3}\\.?\\d*)")
                .matcher(metrics);
        return sample.find() ? OptionalDouble.of(Double.parseDouble(sample.group(1))) : OptionalDouble.empty();
    }

    static String decimal(long hundredths) {
        long rest = hundredths % 100;
        return hundredths / 100 + (rest == 0 ? "" : (rest < 10 ? ".0" : ".") + rest);
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
