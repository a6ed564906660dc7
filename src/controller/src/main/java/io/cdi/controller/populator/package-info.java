// SPDX-License-Identifier: Apache-2.0
/// Filling a claim that refers to a VolumeImportSource: a prime claim of the same size is filled in its
/// place, and its volume is then bound to the target.
///
/// ```
/// target (dataSourceRef) -> prime -> importer pod -> prime: Succeeded -> volume's claimRef := target
///     -> target: Bound -> target: Succeeded -> prime: gone
/// ```
///
/// The target tells what the prime tells, but of success only when it has the volume. While it has none each change of
/// it is answered with three changed events: two of the provisioner and one of the volume binder.
@NullMarked
package io.cdi.controller.populator;

import org.jspecify.annotations.NullMarked;
