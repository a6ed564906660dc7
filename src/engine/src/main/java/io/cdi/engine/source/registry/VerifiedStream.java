// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.PieceStream;
import io.cdi.engine.TransferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/// Content on its way from a store, measured and hashed as it passes. The end is only told once size and digest
/// are the promised ones, so whoever has read to the end has read the right bytes.
final class VerifiedStream extends PieceStream {

    private final InputStream in;
    private final Descriptor expected;
    private final String what;
    private final MessageDigest hash;
    private long count;
    private boolean verified;
    private boolean broken;

    /// @param what names the content in messages
    VerifiedStream(InputStream in, Descriptor expected, String what) {
        this.in = in;
        this.expected = expected;
        this.what = what;
        this.hash = expected.digest().algorithm().start();
    }

    /// Reads content that is small by its nature into memory and verifies it.
    static byte[] readSmall(InputStream in, Descriptor expected, int limitBytes, String what) throws TransferException {
        if (expected.size() > limitBytes) {
            throw new TransferException.Permanent("read " + what + ": it has " + expected.size()
                    + " bytes, more than the " + limitBytes + " that such a document may have");
        }
        try (VerifiedStream stream = new VerifiedStream(in, expected, what)) {
            return stream.readAllBytes();
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw new TransferException.Transient("read " + what + ": " + e.getMessage(), e);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            return verified ? -1 : readAndHash(into, offset, length);
        } catch (IOException e) {
            broken = true;
            throw e;
        }
    }

    @Override
    public int available() throws IOException {
        return verified ? 0 : in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /// Whether the store failed to give bytes, or gave wrong ones: then no decoder is to blame.
    boolean isBroken() {
        return broken;
    }

    /// Reads what is left, so that all of the content is verified.
    void finish() throws IOException {
        transferTo(OutputStream.nullOutputStream());
    }

    private int readAndHash(byte[] into, int offset, int length) throws IOException {
        int read = in.read(into, offset, length);
        if (read < 0) {
            verify();
            return -1;
        }
        count += read;
        if (count > expected.size()) {
            throw wrongSize("more than");
        }
        hash.update(into, offset, read);
        return read;
    }

    private void verify() throws TransferException.Integrity {
        if (count < expected.size()) {
            throw wrongSize("only " + count + " of");
        }
        expected.digest().requireSame(Digest.finished(expected.digest().algorithm(), hash.digest()), what);
        verified = true;
    }

    private TransferException.Integrity wrongSize(String relation) {
        return new TransferException.Integrity(
                "verify " + what + ": " + relation + " the promised " + expected.size() + " bytes came");
    }
}
