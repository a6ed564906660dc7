// SPDX-License-Identifier: Apache-2.0
/// The worker's side of the pod contract: [Variables] are what it is told, [PodFiles] where it finds its
/// volumes, [Outcome] what it leaves behind, in its [TerminationLog].
@NullMarked
package io.cdi.contract.pod;

import org.jspecify.annotations.NullMarked;
