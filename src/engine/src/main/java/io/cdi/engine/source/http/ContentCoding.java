// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import io.cdi.engine.PieceStream;
import io.cdi.engine.TransferException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// A content coding that a server used although `identity` was asked for. `x-gzip` is not taken for one: servers say
/// so of files that are packed, and the packing is found by its first bytes. Nor are the words that servers and
/// stores of objects leave there and that change no byte.
final class ContentCoding {

    private static final int BUFFER = 64 * 1024;
    private static final Set<String> NONE = Set.of("", "identity", "x-gzip", "aws-chunked", "binary", "none", "utf-8");

    private ContentCoding() {}

    static boolean isUsed(Exchange exchange) {
        return !name(exchange).isEmpty();
    }

    private static String name(Exchange exchange) {
        String names = exchange.headers("Content-Encoding").orElse("").toLowerCase(Locale.ROOT);
        return Arrays.stream(names.split(",", -1))
                .map(String::strip)
                .filter(name -> !NONE.contains(name))
                .collect(Collectors.joining(", "));
    }

    /// The decoded body, or empty when there is no coding.
    static Optional<InputStream> decoded(Exchange exchange, HttpAddress address) throws TransferException {
        String name = name(exchange);
        return switch (name) {
            case "" -> Optional.empty();
            case "gzip" -> Optional.of(new Lazily(exchange, address, body -> new GZIPInputStream(body, BUFFER)));
            case "deflate" -> Optional.of(new Lazily(exchange, address, ContentCoding::inflated));
            default ->
                throw new TransferException.Permanent("read " + address + ": the server sends the content coding '"
                        + name.replaceAll("[^a-z0-9, -]", "?")
                        + "', which was not asked for and is not known; switch it off for this file");
        };
    }

    /// Some servers send the bare deflate format, without the zlib header that the standard wants.
    private static InputStream inflated(InputStream body) throws IOException {
        PushbackInputStream pushback = new PushbackInputStream(body, 1);
        int first = pushback.read();
        if (first >= 0) {
            pushback.unread(first);
        }
        boolean hasHeader = (first & 0x0f) == 8;
        return new InflaterInputStream(pushback, new Inflater(!hasHeader), BUFFER);
    }

    private interface Decoder {
        InputStream over(InputStream body) throws IOException;
    }

    /// Decoders read at once what they are made over; that is left to the thread that reads.
    private static final class Lazily extends PieceStream {
        private final Exchange exchange;
        private final HttpAddress address;
        private final Decoder decoder;
        private @Nullable InputStream decoded;

        Lazily(Exchange exchange, HttpAddress address, Decoder decoder) {
            this.exchange = exchange;
            this.address = address;
            this.decoder = decoder;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                InputStream stream = decoded;
                if (stream == null) {
                    stream = decoder.over(exchange.body());
                    decoded = stream;
                }
                return stream.read(into, offset, length);
            } catch (ZipException e) {
                throw new TransferException.Permanent(
                        "read " + address + ": the answer is not in the content coding '" + name(exchange)
                                + "' that the server names; switch it off for this file",
                        e);
            } catch (EOFException e) {
                throw new TransferException.Transient(
                        "read " + address + ": the answer in the content coding '" + name(exchange)
                                + "' ended too early",
                        e);
            }
        }

        @Override
        public void close() {
            exchange.close();
        }
    }
}
