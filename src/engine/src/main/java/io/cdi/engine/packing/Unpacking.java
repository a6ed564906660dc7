// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.TransferException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A stream with all packings around its content taken off.
///
/// Reading the content throws [TransferException.Permanent] when packed bytes are broken, cut off or ask for
/// too much memory; checksums inside of packings are verified before the end of the content is reported.
/// Errors of the source pass through unchanged.
public final class Unpacking implements Closeable {

    /// More layers than anybody packs on purpose.
    static final int DEEPEST = 4;

    private final PeekableStream content;
    private final List<Packing> packings;

    private Unpacking(PeekableStream content, List<Packing> packings) {
        this.content = content;
        this.packings = List.copyOf(packings);
    }

    /// Looks at the first bytes and takes off what is found. Takes over the stream, also when it fails.
    ///
    /// @param transferred the bytes as the source gives them
    /// @param source the source for messages
    /// @throws TransferException.Permanent when bytes begin like a packing and are none, or when more than
    ///     [#DEEPEST] packings lie around each other
    public static Unpacking of(InputStream transferred, String source) throws IOException {
        PeekableStream content = new PeekableStream(transferred);
        try {
            List<Packing> packings = new ArrayList<>();
            Optional<Packing> next = Packing.of(content.peek(Packing.HEAD_BYTES));
            while (next.isPresent()) {
                PackingErrors errors = new PackingErrors(next.get(), source);
                if (packings.size() == DEEPEST) {
                    throw errors.tooDeep(DEEPEST);
                }
                packings.add(next.get());
                content = new PeekableStream(decoder(content, errors));
                next = Packing.of(content.peek(Packing.HEAD_BYTES));
            }
            return new Unpacking(content, packings);
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    /// The same, decoded in a thread of its own, a few MiB ahead of the reader: where reading on is work, too.
    public static Unpacking inBackground(InputStream transferred, String source) throws IOException {
        Unpacking here = of(transferred, source);
        return here.packings.isEmpty()
                ? here
                : new Unpacking(new PeekableStream(ReadAhead.start("unpack", here.content)), here.packings);
    }

    /// The innermost bytes. They belong to this object; closing either is enough.
    public PeekableStream content() {
        return content;
    }

    /// What was taken off, outermost first.
    public List<Packing> packings() {
        return packings;
    }

    /// Closes the source's stream and frees the decoders. In the background, a decoder that is just waiting for the
    /// source goes as soon as the source lets it.
    @Override
    public void close() throws IOException {
        content.close();
    }

    private static Decoder decoder(PeekableStream packed, PackingErrors errors) {
        return switch (errors.packing()) {
            case GZIP -> GzipStream.of(packed, errors, Libisal.find());
            case XZ -> new XzStream(packed, errors, XzCodec.best());
            case ZSTD -> new ZstdStream(packed, errors);
            case BZIP2 -> new Bzip2Stream(packed, errors, Libbz2.find());
        };
    }
}
