// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.format.DiskFormats;
import io.cdi.engine.format.ForeignContent;
import io.cdi.engine.format.ImageInput;
import io.cdi.engine.format.ImageReader;
import io.cdi.engine.packing.Packing;
import io.cdi.engine.packing.Unpacking;
import io.cdi.engine.source.Origin;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A source with its packings off, its format known and its header read: all that can be known of an image
/// before its data. Closing it closes the stream, not the origin.
final class OpenedImage implements Closeable {

    private final WatchedOrigin watched;
    private final Unpacking unpacking;
    private final HeadRecorder content;
    private final ImageInput input;
    private final Probe probe;
    private final @Nullable ImageReader reader;

    private OpenedImage(
            WatchedOrigin watched,
            Unpacking unpacking,
            HeadRecorder content,
            ImageInput input,
            Probe probe,
            @Nullable ImageReader reader) {
        this.watched = watched;
        this.unpacking = unpacking;
        this.content = content;
        this.input = input;
        this.probe = probe;
        this.reader = reader;
    }

    /// @param resumeAt what is before this place of the image file need not be read again; 0 for a packed image
    /// @throws TransferException.Permanent when the image is refused
    static OpenedImage open(Origin origin, WatchedOrigin watched, long resumeAt) throws IOException {
        Unpacking unpacking = Unpacking.of(watched.stream(), origin.description());
        try {
            boolean packed = !unpacking.packings().isEmpty();
            byte[] head = unpacking.content().peek(DiskFormats.HEAD_BYTES);
            requireWhole(head, origin.description());
            refuseForeign(head, origin.description());
            DiskFormat format = DiskFormats.detect(head);
            HeadRecorder content = new HeadRecorder(unpacking.content());
            ImageInput input = new ImageInput(
                    origin.description(),
                    content,
                    packed ? OptionalLong.empty() : origin.length(),
                    packed ? Optional.empty() : watched.seekable(),
                    watched.wantsEveryByte(),
                    packed ? 0 : resumeAt);
            return read(watched, unpacking, content, input, format);
        } catch (IOException | RuntimeException e) {
            unpacking.close();
            throw e;
        }
    }

    /// No disk is smaller than its first sector; an answer without content is a mistake of the server's, not a
    /// blank disk. The words are those of the reference.
    private static void requireWhole(byte[] head, String description) throws TransferException {
        if (head.length < DiskFormats.HEAD_BYTES) {
            throw new TransferException.BadImage("read " + description + ": could not process image header: "
                    + (head.length == 0 ? "EOF" : "unexpected EOF") + ": the image has only " + head.length
                    + " bytes; give a disk image");
        }
    }

    private static void refuseForeign(byte[] head, String description) throws TransferException {
        Optional<ForeignContent> foreign = ForeignContent.of(head);
        if (foreign.isPresent()) {
            throw new TransferException.BadImage(
                    "read " + description + ": " + foreign.get().refusal());
        }
    }

    private static OpenedImage read(
            WatchedOrigin watched, Unpacking unpacking, HeadRecorder content, ImageInput input, DiskFormat format)
            throws IOException {
        try {
            ImageReader reader = ImageReaders.open(format, input);
            Probe probe = new Probe(input.description(), reader.format(), reader.virtualSize(), Optional.empty());
            return new OpenedImage(watched, unpacking, content, input, probe, reader);
        } catch (TransferException.NeedsScratch e) {
            Probe probe = new Probe(
                    input.description(), format, OptionalLong.empty(), Optional.of(String.valueOf(e.getMessage())));
            return new OpenedImage(watched, unpacking, content, input, probe, null);
        }
    }

    Probe probe() {
        return probe;
    }

    List<Packing> packings() {
        return unpacking.packings();
    }

    boolean canSeek() {
        return input.seekable().isPresent();
    }

    /// The reader, for a probe that allows one pass; [#copyTo] cannot be called any more.
    ImageReader reader() {
        content.stop();
        if (reader == null) {
            throw new IllegalStateException("the header could not be read: " + probe.whyNotOnePass());
        }
        return reader;
    }

    /// Copies the image file, its packings off, from its first byte on, and compares the checksum.
    void copyTo(OutputStream copy) throws IOException {
        content.copyFromStart(copy);
        watched.verify();
    }

    /// Reads what is left behind the disk's last byte, where somebody has to see it: a checksum, a packing's own
    /// check at its end, a registry's digest, the writer of a pipe. Then compares the checksum.
    void finish() throws IOException {
        if (watched.wantsEveryByte() || !packings().isEmpty()) {
            byte[] rest = new byte[256 << 10];
            while (content.read(rest, 0, rest.length) >= 0) {}
        }
        watched.verify();
    }

    @Override
    public void close() throws IOException {
        input.close();
        unpacking.close();
    }
}
