// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.gcs;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.http.ContentRange;
import io.cdi.engine.source.http.Exchange;
import io.cdi.engine.source.http.HttpTransport;
import io.cdi.engine.source.http.Request;
import io.cdi.engine.source.ranges.RangeReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One object of Google Cloud Storage, one GET per read. Its version is the generation, a number that each
/// upload of an object gets anew.
final class GcsRangeReader implements RangeReader {

    private static final URI GOOGLE = URI.create("https://storage.googleapis.com");

    private final Source.Gcs source;
    private final URI object;
    private final HttpTransport transport;
    private final Optional<AccessTokens> tokens;

    private GcsRangeReader(Source.Gcs source, URI object, HttpTransport transport, Optional<AccessTokens> tokens) {
        this.source = source;
        this.object = object;
        this.transport = transport;
        this.tokens = tokens;
    }

    /// Reads certificates and the account's key; nothing is sent yet.
    static GcsRangeReader open(
            Source.Gcs source, Source.Effort effort, Map<String, String> environment, InstantSource clock)
            throws TransferException {
        Optional<ServiceAccount> account = source.serviceAccountJson().isPresent()
                ? Optional.of(ServiceAccount.parse(source.serviceAccountJson().get()))
                : Optional.empty();
        HttpTransport transport = HttpTransport.open(source.tls(), environment, effort.retry());
        return new GcsRangeReader(
                source,
                objectUri(source.endpoint().orElse(GOOGLE), source.bucket(), source.object()),
                transport,
                account.map(known -> new AccessTokens(known, transport, clock)));
    }

    static URI objectUri(URI endpoint, String bucket, String object) {
        return URI.create(endpoint.getScheme() + "://" + endpoint.getRawAuthority() + "/" + encoded(bucket) + "/"
                + encoded(object));
    }

    private static String encoded(String name) {
        StringBuilder text = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~/".indexOf(c) >= 0);
            text.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return text.toString();
    }

    @Override
    public String description() {
        String name = "gs://" + source.bucket() + "/" + source.object();
        return source.endpoint()
                .map(uri -> name + " at " + object.getAuthority())
                .orElse(name);
    }

    @Override
    public Answer read(long offset, OptionalLong end, Optional<String> version) throws TransferException {
        Exchange exchange = transport.send(request(offset, end, version));
        try {
            return answer(exchange, offset, version);
        } catch (TransferException | RuntimeException e) {
            exchange.close();
            throw e;
        }
    }

    /// Asks for gzip, because an object that was stored with that content coding would otherwise be decoded
    /// by the service, which then knows neither length nor ranges. All others come as they are.
    private Request request(long offset, OptionalLong end, Optional<String> version) throws TransferException {
        URI uri = version.isPresent() ? URI.create(object + "?generation=" + version.get()) : object;
        Request request = Request.get(uri).with("Accept-Encoding", "gzip");
        if (tokens.isPresent()) {
            request = request.withAuthorization(tokens.get().authorization());
        }
        if (offset == 0 && end.isEmpty()) {
            return request;
        }
        String last = end.isPresent() ? Long.toString(end.getAsLong() - 1) : "";
        return request.with("Range", "bytes=" + offset + "-" + last);
    }

    private Answer answer(Exchange exchange, long offset, Optional<String> version) throws TransferException {
        if (exchange.status() != 200 && exchange.status() != 206) {
            throw refused(exchange, version);
        }
        Optional<String> generation = exchange.header("x-goog-generation").filter(text -> text.matches("[0-9]+"));
        if (version.isPresent() && !version.equals(generation)) {
            throw changed();
        }
        Optional<ContentRange> range = exchange.header("Content-Range").flatMap(ContentRange::parse);
        if (range.map(ContentRange::start).orElse(0L) != offset) {
            throw new TransferException.Permanent(
                    "read " + description() + ": the service sent other bytes than were asked for");
        }
        OptionalLong length = range.map(ContentRange::total).orElseGet(exchange::contentLength);
        return new Answer(new Facts(length, length.isPresent(), generation), exchange.body());
    }

    private TransferException refused(Exchange exchange, Optional<String> version) {
        String place = "read " + description() + ": the service answered " + exchange.status();
        return switch (exchange.status()) {
            case 404 ->
                version.isPresent()
                        ? changed()
                        : new TransferException.Permanent(place + "; check the bucket and the object's name");
            case 401, 403 ->
                new TransferException.Permanent(place + "; "
                        + (tokens.isPresent()
                                ? "the service account needs the permission storage.objects.get for it"
                                : "the object is not public, give the key file of a service account"));
            case 412 -> changed();
            case 416 -> new TransferException.Permanent(place + "; the object is shorter than it said, start again");
            default -> exchange.failure(200);
        };
    }

    private TransferException changed() {
        return new TransferException.Permanent("read " + description()
                + ": the object was replaced while it was being read; start the transfer again");
    }

    @Override
    public void close() {
        transport.close();
    }
}
