// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.ranges.RangeReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file on an HTTP server, by GET alone: signed URLs often allow nothing else.
///
/// The first request has no `Range`, for servers that dislike it. Later ones go straight to where the first
/// one was redirected to, so that a mirror service does not send each to another mirror; when that place
/// refuses (a signed link that has expired) or is gone the user's URL is asked again.
final class HttpRangeReader implements RangeReader {

    private static final Logger LOG = LoggerFactory.getLogger(HttpRangeReader.class);

    private final HttpTransport transport;
    private final Request original;
    private final HttpAddress address;
    private volatile @Nullable Request redirected;

    /// @param request a GET with the user's credentials
    /// @param address of the same URL
    HttpRangeReader(HttpTransport transport, Request request, HttpAddress address) {
        this.transport = transport;
        this.original = request;
        this.address = address;
    }

    @Override
    public String description() {
        return address.toString();
    }

    @Override
    public Answer read(long offset, OptionalLong end, Optional<String> version) throws TransferException {
        boolean whole = offset == 0 && end.isEmpty();
        Exchange exchange = send(request -> whole ? request : ranged(request, offset, end, version));
        try {
            return whole ? wholeAnswer(exchange, version) : rangedAnswer(exchange, offset, end, version);
        } catch (TransferException | RuntimeException e) {
            exchange.close();
            throw e;
        }
    }

    private interface Preparation {
        Request of(Request request);
    }

    private Exchange send(Preparation preparation) throws TransferException {
        Request shortcut = redirected;
        if (shortcut != null) {
            try {
                Exchange exchange = transport.send(preparation.of(shortcut));
                if (exchange.status() < 400 || exchange.status() == 416) {
                    return exchange;
                }
                exchange.close();
            } catch (TransferException e) {
                LOG.debug("the place of the last redirect does not answer, asking {} again", address, e);
            }
        }
        Exchange exchange = transport.send(preparation.of(original));
        redirected = exchange.uri().equals(original.uri())
                ? null
                : exchange.request().withoutHeaders();
        return exchange;
    }

    private static Request ranged(Request request, long offset, OptionalLong end, Optional<String> version) {
        String last = end.isPresent() ? Long.toString(end.getAsLong() - 1) : "";
        Request ranged = request.with("Range", "bytes=" + offset + "-" + last);
        return version.isPresent() ? ranged.with("If-Range", version.get()) : ranged;
    }

    private Answer wholeAnswer(Exchange exchange, Optional<String> version) throws TransferException {
        if (exchange.status() != 200) {
            throw exchange.failure(200);
        }
        exchange.header("Content-Type")
                .filter(HttpRangeReader::isText)
                .ifPresent(type -> LOG.info(
                        "Unexpected content type '{}'. Content might not be a KubeVirt image.",
                        type.replaceAll("[^ -~]", "?")));
        Optional<InputStream> decoded = ContentCoding.decoded(exchange, address);
        Facts facts = decoded.isPresent()
                ? new Facts(OptionalLong.empty(), false, Optional.empty())
                : new Facts(exchange.contentLength(), promisesRanges(exchange), Version.of(exchange));
        if (version.isPresent() && !version.equals(facts.version())) {
            throw changed();
        }
        return new Answer(facts, decoded.orElse(exchange.body()));
    }

    /// A page that asks to log in, or an index of files, rather than a file.
    private static boolean isText(String type) {
        return type.regionMatches(true, 0, "text/", 0, 5);
    }

    private static boolean promisesRanges(Exchange exchange) {
        return exchange.headers("Accept-Ranges")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .contains("bytes");
    }

    private Answer rangedAnswer(Exchange exchange, long offset, OptionalLong end, Optional<String> version)
            throws TransferException {
        return switch (exchange.status()) {
            case 206 -> partialAnswer(exchange, offset, version);
            case 200 -> skippingAnswer(exchange, offset, end, version);
            case 416 -> answerBehindTheEnd(exchange, offset, version);
            default -> throw exchange.failure(206);
        };
    }

    /// More than was asked for is left unread.
    private Answer partialAnswer(Exchange exchange, long offset, Optional<String> version) throws TransferException {
        if (!Version.mayBe(version, exchange) || ContentCoding.isUsed(exchange)) {
            throw changed();
        }
        ContentRange range = exchange.header("Content-Range")
                .flatMap(ContentRange::parse)
                .orElseThrow(() -> lie("answers a request for a range without a usable Content-Range"));
        if (range.start() != offset) {
            throw lie("was asked for the bytes from " + offset + " and sends " + range);
        }
        if (exchange.contentLength().orElse(range.size()) != range.size()) {
            throw lie("says two lengths of the same answer: " + range + " and "
                    + exchange.contentLength().orElse(0) + " bytes");
        }
        return new Answer(new Facts(range.total(), true, version), exchange.body());
    }

    /// The server ignores ranges. What is missing at the end comes after what is known already; a piece in the
    /// middle is not worth that.
    private Answer skippingAnswer(Exchange exchange, long offset, OptionalLong end, Optional<String> version)
            throws TransferException {
        if (version.isEmpty() || !version.equals(Version.of(exchange)) || ContentCoding.isUsed(exchange)) {
            throw changed();
        }
        if (end.isPresent()) {
            throw new TransferException.Transient(
                    "read " + address + ": the server ignores the request for a range and sends the whole file");
        }
        skip(exchange.body(), offset);
        return new Answer(new Facts(exchange.contentLength(), false, version), exchange.body());
    }

    private void skip(InputStream body, long count) throws TransferException {
        byte[] scrap = new byte[256 * 1024];
        try {
            for (long left = count; left > 0; ) {
                int read = body.read(scrap, 0, (int) Math.min(scrap.length, left));
                if (read < 0) {
                    throw new TransferException.Transient("read " + address + ": the answer ended too early");
                }
                left -= read;
            }
        } catch (IOException e) {
            throw HttpFailure.of(e, "read " + address);
        }
    }

    /// Nothing is behind the last byte, which only a server that named no length can be asked for.
    private Answer answerBehindTheEnd(Exchange exchange, long offset, Optional<String> version)
            throws TransferException {
        OptionalLong total =
                exchange.header("Content-Range").map(ContentRange::totalOf).orElse(OptionalLong.empty());
        if (total.isEmpty() || total.getAsLong() != offset) {
            throw changed();
        }
        return new Answer(new Facts(total, true, version), InputStream.nullInputStream());
    }

    private TransferException changed() {
        return new TransferException.Permanent("read " + address
                + ": the source changed during the transfer, so what was read so far is of no use; start again");
    }

    private TransferException lie(String what) {
        return new TransferException.Permanent("read " + address + ": the server " + what);
    }

    @Override
    public void close() {
        transport.close();
    }
}
