// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/// One `LENGTH KEY=VALUE` line of an extended header, which says of the next entry what its own header cannot
/// (POSIX.1-2017, pax, "pax Extended Header").
record PaxRecord(String key, String value) {

    /// Takes records out of an extended header.
    ///
    /// @param header its whole content
    /// @param wanted which ones
    /// @param taken gets them, in their order
    /// @return the header without them; from the first malformed record on it is as it was
    static byte[] take(byte[] header, Predicate<PaxRecord> wanted, List<PaxRecord> taken) {
        ByteArrayOutputStream others = new ByteArrayOutputStream(header.length);
        int start = 0;
        for (int end = end(header, 0); end > start; end = end(header, start)) {
            String line = new String(header, start, end - 1 - start, StandardCharsets.UTF_8);
            int key = line.indexOf(' ') + 1;
            int equals = line.indexOf('=', key);
            PaxRecord pax = equals < 0
                    ? new PaxRecord("", line)
                    : new PaxRecord(line.substring(key, equals), line.substring(equals + 1));
            if (wanted.test(pax)) {
                taken.add(pax);
            } else {
                others.write(header, start, end - start);
            }
            start = end;
        }
        others.write(header, start, header.length - start);
        return others.toByteArray();
    }

    /// Where the record that begins here ends; the same place when there is no whole one.
    private static int end(byte[] header, int start) {
        long length = 0;
        for (int at = start; at < header.length && length <= header.length; at++) {
            int digit = header[at] - '0';
            if (header[at] == ' ' && length > at - start && length <= header.length - start) {
                int end = start + (int) length;
                return header[end - 1] == '\n' ? end : start;
            }
            if (digit < 0 || digit > 9) {
                break;
            }
            length = length * 10 + digit;
        }
        return start;
    }
}
