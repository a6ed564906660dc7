// SPDX-License-Identifier: Apache-2.0
/// From a DataVolume to its claim: storage class, modes, size and the room that a file system takes.
/// Everything is computed from records; whoever calls has looked them up.
@NullMarked
package io.cdi.api.pvc;

import org.jspecify.annotations.NullMarked;
