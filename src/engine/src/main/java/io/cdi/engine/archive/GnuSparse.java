// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.jspecify.annotations.Nullable;

/// The ways in which GNU tar tells the map of a sparse file: in the header and records behind it (its own format,
/// "Basic Tar Format" and "Storing Sparse Files" in its manual), or in pax records of the version 0.0, 0.1 or 1.0.
final class GnuSparse {

    private static final int NUMBER_BYTES = TarConstants.SPARSE_OFFSET_LEN;
    private static final int IN_HEADER = 386;
    private static final int HEADER_IS_EXTENDED = IN_HEADER + TarConstants.SPARSELEN_GNU;
    private static final int SIZE_IN_HEADER = HEADER_IS_EXTENDED + TarConstants.ISEXTENDEDLEN_GNU;
    private static final int END_IN_HEADER = SIZE_IN_HEADER + NUMBER_BYTES;

    private static final String PREFIX = "GNU.sparse.";

    private GnuSparse() {}

    /// Reads the records behind a header.
    @FunctionalInterface
    interface Records {
        byte @Nullable [] next() throws IOException;
    }

    /// @param header of an entry of the type `S`
    static SparseMap ofHeader(byte[] header, Records extensions) throws IOException {
        try {
            long size = number(header, SIZE_IN_HEADER);
            List<Long> numbers = new ArrayList<>();
            addNumbers(numbers, header, IN_HEADER, TarConstants.SPARSE_HEADERS_IN_OLDGNU_HEADER);
            boolean isExtended = header[HEADER_IS_EXTENDED] != 0;
            while (isExtended) {
                byte[] extension = extensions.next();
                if (extension == null) {
                    throw new IOException("the map of a sparse file is not whole");
                }
                addNumbers(numbers, extension, 0, TarConstants.SPARSE_HEADERS_IN_EXTENSION_HEADER);
                isExtended = extension[TarConstants.SPARSELEN_GNU_SPARSE] != 0;
            }
            return SparseMap.of(size, numbers);
        } catch (IllegalArgumentException e) {
            throw new IOException("the map of a sparse file has something else than numbers", e);
        }
    }

    /// Makes it the header of a plain file with the packed data as its content.
    static void makePlain(byte[] header) {
        header[TarConstants.LF_OFFSET] = TarConstants.LF_NORMAL;
        Arrays.fill(header, IN_HEADER, END_IN_HEADER, (byte) 0);
        int sum = TarConstants.CHKSUM_OFFSET;
        Arrays.fill(header, sum, sum + TarConstants.CHKSUMLEN, (byte) ' ');
        TarUtils.formatCheckSumOctalBytes(TarUtils.computeCheckSum(header), header, sum, TarConstants.CHKSUMLEN);
    }

    /// Whether a pax record is about the map of a sparse file.
    static boolean isAbout(PaxRecord pax) {
        return pax.key().startsWith(PREFIX);
    }

    /// The name of the file; the entry has one that tells other programs that it is no plain file.
    static Optional<String> name(List<PaxRecord> records) {
        return value(records, "name");
    }

    /// @param records those about the map
    /// @param content of the entry, which begins with the map in version 1.0 and is behind it then
    static SparseMap ofPax(List<PaxRecord> records, InputStream content) throws IOException {
        if (value(records, "major").orElse("0").equals("0")) {
            Optional<String> map = value(records, "map");
            return SparseMap.of(
                    number(value(records, "size").orElse("")),
                    map.isPresent() ? numbers(map.get().split(",")) : pairs(records));
        }
        long size = number(value(records, "realsize").orElse(""));
        return SparseMap.of(size, numbersBefore(content));
    }

    /// The records of version 0.0, which come once for each piece.
    private static List<Long> pairs(List<PaxRecord> records) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (PaxRecord pax : records) {
            boolean isOffset = pax.key().equals(PREFIX + "offset");
            if (isOffset || pax.key().equals(PREFIX + "numbytes")) {
                if (isOffset != (numbers.size() % 2 == 0)) {
                    throw new IOException("the map of a sparse file has offsets and lengths not in turn");
                }
                numbers.add(number(pax.value()));
            }
        }
        return numbers;
    }

    /// Decimal lines, the first of which says how many pieces follow, in whole records.
    private static List<Long> numbersBefore(InputStream content) throws IOException {
        StringBuilder text = new StringBuilder();
        long expected = 1;
        List<Long> numbers = new ArrayList<>();
        while (numbers.size() < expected) {
            byte[] record = content.readNBytes(TarConstants.DEFAULT_RCDSIZE);
            if (record.length < TarConstants.DEFAULT_RCDSIZE) {
                throw new IOException("the map of a sparse file is not whole");
            }
            for (int i = 0; i < TarConstants.DEFAULT_RCDSIZE && numbers.size() < expected; i++) {
                if (record[i] != '\n') {
                    text.append((char) record[i]);
                    continue;
                }
                numbers.add(number(text.toString()));
                text.setLength(0);
                if (numbers.size() == 1) {
                    expected = 1 + 2 * Math.min(numbers.getFirst(), Integer.MAX_VALUE);
                }
            }
        }
        return numbers.subList(1, numbers.size());
    }

    private static List<Long> numbers(String[] texts) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (String text : texts) {
            numbers.add(number(text));
        }
        return numbers;
    }

    private static void addNumbers(List<Long> numbers, byte[] record, int offset, int pieces) {
        for (int i = 0; i < pieces * 2; i++) {
            // What is not used is empty, or zeros.
            numbers.add(number(record, offset + i * NUMBER_BYTES));
        }
    }

    private static long number(byte[] record, int offset) {
        return TarUtils.parseOctalOrBinary(record, offset, NUMBER_BYTES);
    }

    private static long number(String text) throws IOException {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new IOException("the map of a sparse file has something else than numbers");
    }

    private static Optional<String> value(List<PaxRecord> records, String key) {
        return records.stream()
                .filter(pax -> pax.key().equals(PREFIX + key))
                .reduce((first, second) -> second)
                .map(PaxRecord::value);
    }
}
