// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.format.DiskFormat;
import java.util.Optional;
import java.util.OptionalLong;

/// What the first bytes of an image told.
///
/// @param virtualSize of the disk in bytes, when the header says it
/// @param whyNotOnePass the reason when only `qemu-img` on a local copy can read the image
record Probe(String description, DiskFormat format, OptionalLong virtualSize, Optional<String> whyNotOnePass) {}
