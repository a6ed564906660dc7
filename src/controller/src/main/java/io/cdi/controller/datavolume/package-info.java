// SPDX-License-Identifier: Apache-2.0
/// The DataVolume: a claim of the same name, and what is told about its population.
///
/// Each pass has two halves. [io.cdi.controller.datavolume.SyncRule] decides what is to be made or
/// changed, from [io.cdi.controller.datavolume.ObservedDataVolume]; it never touches the status. Then
/// [io.cdi.controller.datavolume.StatusRule] says the phase and
/// [io.cdi.controller.datavolume.ConditionRule] the conditions, from what the claim's annotations tell;
/// they touch nothing but the status.
@NullMarked
package io.cdi.controller.datavolume;

import org.jspecify.annotations.NullMarked;
