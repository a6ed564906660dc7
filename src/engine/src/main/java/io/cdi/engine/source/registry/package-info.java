// SPDX-License-Identifier: Apache-2.0
/// The disk in a container image, out of a registry or an OCI archive, in one pass.
///
/// A name ([ImageReference]) leads through indexes ([ImageResolver], [PlatformChoice]) to one image, and its
/// layers are searched from the top ([DiskSearch], [LayerEntry]) for the one file in `disk/`. Its bytes are
/// handed on while they arrive ([DiskStream]); their end is told only when the whole layer has proved to be
/// the promised one ([VerifiedStream]). Where the parts come from is behind [ImageStore].
@NullMarked
package io.cdi.engine.source.registry;

import org.jspecify.annotations.NullMarked;
