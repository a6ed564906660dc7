// SPDX-License-Identifier: Apache-2.0
/// qcow2, versions 2 and 3, after `docs/interop/qcow2.rst` of QEMU: a header, a two-level table (L1, L2) from
/// the clusters of the disk to clusters of the file, and the clusters. Writers put both tables before what
/// they map, so one forward pass reads them all; refcounts and internal snapshots are of no interest for
/// reading the disk.
@NullMarked
package io.cdi.engine.format.qcow2;

import org.jspecify.annotations.NullMarked;
