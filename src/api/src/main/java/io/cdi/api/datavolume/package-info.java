// SPDX-License-Identifier: Apache-2.0
/// The DataVolume: "have a disk with this content". Its sources are records that implement
/// [io.cdi.api.datavolume.Source], so that code which decides can switch over them.
@NullMarked
package io.cdi.api.datavolume;

import org.jspecify.annotations.NullMarked;
