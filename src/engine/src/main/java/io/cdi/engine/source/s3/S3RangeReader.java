// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.http.ContentRange;
import io.cdi.engine.source.ranges.RangeReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// One object of an S3 service, one `GetObject` per read.
final class S3RangeReader implements RangeReader {

    /// The bucket's region, and virtual-host style.
    private static final int MOST_CORRECTIONS = 2;

    private final Source.S3 source;
    private final S3Clients clients;
    private final S3Failure failure;
    private final AtomicReference<S3Address> address;

    private S3RangeReader(Source.S3 source, S3Clients clients) {
        this.source = source;
        this.clients = clients;
        this.failure = new S3Failure(describe(source), clients.signed());
        this.address = new AtomicReference<>(clients.firstAddress());
    }

    static S3RangeReader open(Source.S3 source, Source.Effort effort, Map<String, String> environment)
            throws TransferException {
        try {
            return new S3RangeReader(source, S3Clients.open(source, effort, environment));
        } catch (SdkException | UncheckedIOException | IllegalArgumentException e) {
            throw new TransferException.Permanent(
                    "open " + describe(source) + ": " + S3Failure.oneLine(String.valueOf(e.getMessage()))
                            + "; check region, endpoint and the AWS variables and files",
                    e);
        }
    }

    private static String describe(Source.S3 source) {
        String name = "s3://" + source.bucket() + "/" + source.key();
        return source.endpoint()
                .map(uri -> name + " at " + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()))
                .orElse(name);
    }

    @Override
    public String description() {
        return failure.place();
    }

    @Override
    public Answer read(long offset, OptionalLong end, Optional<String> version) throws TransferException {
        GetObjectRequest request = request(offset, end, version);
        for (int corrections = 0; ; corrections++) {
            S3Address tried = address.get();
            try {
                return clients.at(tried).getObject(request, new Judge(offset, version));
            } catch (SdkException | UncheckedIOException | IllegalArgumentException e) {
                Optional<S3Address> better = corrections < MOST_CORRECTIONS ? corrected(tried, e) : Optional.empty();
                address.compareAndSet(tried, better.orElseThrow(() -> failure.translated(e)));
            }
        }
    }

    /// The whole object is asked for without a range, because an empty one has no first byte to ask for.
    private GetObjectRequest request(long offset, OptionalLong end, Optional<String> version) {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(source.bucket()).key(source.key());
        version.ifPresent(request::ifMatch);
        if (end.isPresent()) {
            request.range("bytes=" + offset + "-" + (end.getAsLong() - 1));
        } else if (offset > 0) {
            request.range("bytes=" + offset + "-");
        }
        return request.build();
    }

    private static Optional<S3Address> corrected(S3Address tried, RuntimeException e) {
        if (!(e instanceof AwsServiceException refusal) || refusal.awsErrorDetails() == null) {
            return Optional.empty();
        }
        AwsErrorDetails details = refusal.awsErrorDetails();
        Optional<String> region = Optional.ofNullable(details.sdkHttpResponse())
                .flatMap(answer -> answer.firstMatchingHeader("x-amz-bucket-region"));
        return tried.corrected(String.valueOf(details.errorCode()), region);
    }

    @Override
    public void close() {
        clients.close();
    }

    /// Takes an answer only when it is what was asked for. Leaves the connection open for the body's reader,
    /// without the timer that the SDK would put on it.
    private final class Judge implements ResponseTransformer<GetObjectResponse, Answer> {
        private final long offset;
        private final Optional<String> version;

        Judge(long offset, Optional<String> version) {
            this.offset = offset;
            this.version = version;
        }

        @Override
        public Answer transform(GetObjectResponse response, AbortableInputStream body) throws TransferException {
            Optional<ContentRange> range =
                    Optional.ofNullable(response.contentRange()).flatMap(ContentRange::parse);
            Optional<String> got = Optional.ofNullable(response.eTag());
            if (range.map(ContentRange::start).orElse(0L) != offset) {
                body.abort();
                throw failure.otherBytes();
            }
            if (version.isPresent() && got.isPresent() && !got.equals(version)) {
                body.abort();
                throw failure.changed();
            }
            Facts facts = new Facts(length(response, range), ranges(response, range), got);
            return new Answer(facts, new S3Body(body, failure));
        }

        /// Every service of this protocol should know ranges; one that does not may say so.
        private static boolean ranges(GetObjectResponse response, Optional<ContentRange> range) {
            return range.isPresent() || !"none".equalsIgnoreCase(response.acceptRanges());
        }

        private static OptionalLong length(GetObjectResponse response, Optional<ContentRange> range) {
            Long whole = response.contentLength();
            return range.map(ContentRange::total)
                    .orElseGet(() -> whole == null ? OptionalLong.empty() : OptionalLong.of(whole));
        }

        @Override
        public boolean needsConnectionLeftOpen() {
            return true;
        }
    }
}
