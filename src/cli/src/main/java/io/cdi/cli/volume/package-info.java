// SPDX-License-Identifier: Apache-2.0
/// Work on local volumes that needs no source: a blank disk, and a copy of a disk from volume to volume.
@NullMarked
package io.cdi.cli.volume;

import org.jspecify.annotations.NullMarked;
