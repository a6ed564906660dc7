// SPDX-License-Identifier: Apache-2.0
/// Filling a claim that refers to a VolumeImportSource: a prime claim of the same size is filled in its
/// place, and its volume is then bound to the target.
///
/// ```
/// target (dataSourceRef) -> prime -> importer pod -> prime: Succeeded -> volume's claimRef := target -> prime: gone
/// ```
///
/// The target tells all the time what the prime tells.
@NullMarked
package io.cdi.controller.populator;

import org.jspecify.annotations.NullMarked;
