// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Whether a text is a cron schedule of five fields, or one of the words for common ones.
final class CronSchedule {
    private static final Set<String> WORDS =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final Pattern EVERY = Pattern.compile("@every (?:\\d+(?:\\.\\d+)?(?:ns|us|µs|ms|s|m|h))+");
    private static final Pattern ZONE = Pattern.compile("^(?:CRON_)?TZ=\\S+\\s+");
    private static final Pattern ITEM = Pattern.compile("(\\*|\\?|\\w+)(?:-(\\w+))?(?:/(\\d+))?");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final List<Field> FIELDS = List.of(
            new Field(0, 59, List.of()),
            new Field(0, 23, List.of()),
            new Field(1, 31, List.of()),
            new Field(1, 12, MONTHS),
            new Field(0, 6, DAYS));

    private CronSchedule() {}

    static boolean isValid(String text) {
        var schedule = ZONE.matcher(text).replaceFirst("").strip();
        if (schedule.startsWith("@")) {
            return WORDS.contains(schedule) || EVERY.matcher(schedule).matches();
        }
        var fields = schedule.split("\\s+", -1);
        return fields.length == FIELDS.size()
                && IntStream.range(0, fields.length).allMatch(i -> FIELDS.get(i).accepts(fields[i]));
    }

    /// The range of one field, and names for its values, the first for the least.
    private record Field(int least, int most, List<String> names) {
        boolean accepts(String list) {
            return Stream.of(list.split(",", -1)).allMatch(this::acceptsItem);
        }

        private boolean acceptsItem(String text) {
            var item = ITEM.matcher(text);
            if (!item.matches() || (item.group(3) != null && item.group(3).matches("0+"))) {
                return false;
            }
            if (item.group(1).equals("*") || item.group(1).equals("?")) {
                return item.group(2) == null;
            }
            int from = value(item.group(1));
            int to = item.group(2) == null ? from : value(item.group(2));
            return least <= from && from <= to && to <= most;
        }

        /// The number, or -1 for what is none.
        private int value(String text) {
            int name = names.indexOf(text.toLowerCase(Locale.ROOT));
            if (name >= 0) {
                return least + name;
            }
            return text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
        }
    }
}
