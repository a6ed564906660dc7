// SPDX-License-Identifier: Apache-2.0
/// One in-order, resuming stream out of many ranged requests, whatever protocol they go over.
///
/// A [RangedOrigin] stands on a [RangeReader], which sends one request and no more. Its streams work like this:
///
/// ```
///  fetchers (virtual threads, one connection each)         window                       reader of the stream
///  claim a segment, fill its chunks, claim the next   →   segments in order, bounded →   head segment's chunks
/// ```
///
/// - It begins with one open-ended request, continued from segment to segment: a whole file is one request.
/// - When the reader mostly waits and much is left, [Growth] adds fetchers, which take segments of their own,
/// and takes them away again when they bring nothing or the server refuses them.
/// - A cut, a stall or a refusal that may pass is answered at the byte where it happened, after a pause
/// ([Attempts]). Only bytes of the one version that the first answer named are put together: without a
/// version a cut ends the transfer, and a changed version always does.
/// - Buffered bytes are bounded per stream: the window holds two segments more than there are fetchers, 24
/// MiB with one of them and 48 MiB with four. Chunks are reused.
@NullMarked
package io.cdi.engine.source.ranges;

import org.jspecify.annotations.NullMarked;
