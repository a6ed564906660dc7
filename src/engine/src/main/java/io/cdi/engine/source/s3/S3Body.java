// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.exception.SdkException;

/// The bytes of an answer. The SDK's streams throw unchecked exceptions of its own when a thread is
/// interrupted, while reading and even while closing; here they become what every other source throws.
final class S3Body extends FilterInputStream {

    private final S3Failure failure;

    S3Body(InputStream body, S3Failure failure) {
        super(body);
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (SdkException e) {
            throw failure.translated(e);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return super.read(into, offset, length);
        } catch (SdkException e) {
            throw failure.translated(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } catch (SdkException e) {
            throw failure.translated(e);
        }
    }
}
