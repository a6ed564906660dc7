// SPDX-License-Identifier: Apache-2.0
/// Compression around a disk image: found by content, taken off as the bytes pass.
///
/// [Unpacking#of] looks at the first bytes, puts a decoder over the stream when they are a packing's, and looks
/// again at what comes out. One layer is, from the inside out:
///
/// ```
/// PeekableStream → decoder (GzipStream, XzStream, ZstdStream, Bzip2Stream) → PeekableStream
/// ```
///
/// Whoever reads the content decodes, right into the reader's buffer: a disk's reader does nothing else, since
/// writing is the work of other threads. An archive's reader writes files by itself, and that of a container
/// image's layer hashes: there the decoding goes on in a thread of its own ([ReadAhead]). xz blocks that carry their
/// sizes are decoded on all cores ([XzBlocks]).
///
/// All formats allow several members (streams, frames) in a row as one content, and so do we. Behind the last
/// one, zeros are padding and anything else is refused: ignoring it would hide a download that was put together
/// wrongly. No decoder takes more than [PackingErrors#MEMORY_LIMIT] for its window, whatever a header asks for.
/// At the end of the content, the packed bytes have been read to their end, too.
@NullMarked
package io.cdi.engine.packing;

import org.jspecify.annotations.NullMarked;
