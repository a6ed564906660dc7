// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// Where the content of one RAW disk goes: a file or a block device.
///
/// Only what differs from zero needs to be written: after [#commit] every byte that was not written reads as
/// zero, also where a former owner left data, also behind the end of the disk on a larger device. Until
/// [#commit] returns, nothing that could be taken for a good disk is visible at [#path]: a file is made under
/// another name, and a device gets its first bytes last.
///
/// Writes may come from several threads for ranges that do not overlap; platform threads, since a system call
/// holds its carrier. [#checkpoint] may be called meanwhile. Everything else is for one thread, with no write
/// under way.
///
/// A range may be written again with the same bytes, as a resumed transfer does, but never with others: zeros
/// are not written, so they would not replace what was there. [#restart] comes before other content.
public interface TargetVolume extends Closeable {

    /// What the user named.
    Path path();

    /// The size of the largest disk that fits, in bytes, by the size rules of the volume (see [VolumeOptions]).
    long capacityBytes();

    /// Writes the remaining bytes of the buffer at `diskOffset`. Long runs of zeros become holes. A direct
    /// buffer whose address, offset and length are multiples of 4096 may bypass the page cache. Returns when
    /// the buffer may be reused.
    ///
    /// @throws VolumeException when the range ends behind [#capacityBytes] (TOO_SMALL) or the storage refuses
    void write(long diskOffset, ByteBuffer bytes) throws VolumeException;

    /// What [#checkpoint] kept for an earlier process that did not reach its end; empty on a fresh start, or
    /// when [VolumeOptions#resume] is off.
    Optional<String> restored();

    /// Forgets all that was written or [#restored], as if the volume had just been opened.
    void restart() throws VolumeException;

    /// Makes durable what was written until now, then keeps `state` for a later process to find in [#restored].
    /// Does nothing when [VolumeOptions#resume] is off.
    ///
    /// @param state the caller's words, at most 64 KiB; no secrets
    void checkpoint(String state) throws VolumeException;

    /// Where another program may write the disk.
    ///
    /// @param path a file of exactly the disk's size, or the device
    /// @param readsAsZero whether everything there reads as zero now
    record HandOver(Path path, boolean readsAsZero) {}

    /// Lets another program, such as `qemu-img`, write the first `diskBytes` bytes, all of them, before
    /// [#commit]. What was written until now is lost. A device does not get its first bytes last then;
    /// without a commit [#close] zeroes them.
    HandOver handOver(long diskBytes) throws VolumeException;

    /// Completes the disk: sizes it, zeroes what was not written, makes everything durable and shows it at
    /// [#path].
    ///
    /// @param diskBytes the disk's virtual size; a file grows further to the requested size by the rules of
    ///     [VolumeOptions], and never shrinks below it
    /// @return the final size of the disk in bytes: that of the file or of the whole device
    long commit(long diskBytes) throws VolumeException;

    /// Wipes all that was written, on a device too, and forgets checkpoints. For content that turned out to be
    /// wrong.
    void discard() throws VolumeException;

    /// Frees all resources. Without a [#commit], unfinished content is removed (a file) or left unbootable (a
    /// device), unless [VolumeOptions#resume] is on and a checkpoint exists.
    @Override
    void close() throws VolumeException;
}
