// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.populator;

import io.cdi.controller.events.Tell;
import io.cdi.controller.objects.Changes;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Duration;

/// One step of what is to be done for a claim to be populated, in this order.
public sealed interface TargetStep {

    /// Write down on the target.
    record Note(Changes changes) implements TargetStep {}

    record CreatePrime(PersistentVolumeClaim prime) implements TargetStep {}

    /// Give the prime's volume to the target.
    record Rebind(PersistentVolumeClaim prime) implements TargetStep {}

    record DeletePrime(PersistentVolumeClaim prime) implements TargetStep {}

    record Say(Tell tell) implements TargetStep {}

    /// Look again, for what nobody tells.
    record LookAgain(Duration after) implements TargetStep {}
}
