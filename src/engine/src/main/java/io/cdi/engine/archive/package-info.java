// SPDX-License-Identifier: Apache-2.0
/// Archive content: a tar, unpacked into the directory of a volume ([TarExtractor]).
///
/// An archive comes from anybody, so nothing in it is believed. No entry leaves the directory: leading
/// slashes go, `..` is refused, and no entry is written or linked through a symbolic link, whether it came
/// with the archive or was there before. Each parent is looked at without following links before each step;
/// that is enough, since the volume has no other writer while it is being filled. Files are made anew, never
/// opened for writing where something is, so a hard link cannot be used to change another file either.
///
/// What GNU tar does with `--preserve-permissions --no-same-owner` is done here: modes (set-user-id and its like
/// as well) and times are kept, owners are not, later entries replace earlier ones, holes stay holes. The
/// directory itself keeps its mode and time: they belong to the volume. Devices and FIFOs make no sense in a
/// volume; they are skipped with a warning. An archive that ends without its end mark is refused as cut off.
@NullMarked
package io.cdi.engine.archive;

import org.jspecify.annotations.NullMarked;
