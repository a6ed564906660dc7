// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.worker;

import io.cdi.controller.events.Tell;
import io.cdi.controller.objects.Changes;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;

/// One step of what is to be done for a claim now, in this order.
public sealed interface WorkerStep {

    /// Write down on the claim.
    record Note(Changes changes) implements WorkerStep {}

    record CreatePod(Pod pod) implements WorkerStep {}

    record DeletePod(Pod pod) implements WorkerStep {}

    record CreateScratch(PersistentVolumeClaim scratch) implements WorkerStep {}

    /// The proxy's certificates are copied from a ConfigMap of the installation.
    record CopyAuthority(String source, ConfigMap copy) implements WorkerStep {}

    /// An object that has to be there, and may be there already.
    record Provide(HasMetadata object) implements WorkerStep {}

    /// An object that is of no more use.
    record Withdraw(HasMetadata object) implements WorkerStep {}

    /// The upload server in a pod gets its certificate.
    record Identify(Pod pod) implements WorkerStep {}

    record Say(Tell tell) implements WorkerStep {}

    /// Say to those who look at the target of a prime what has been said of the prime.
    record PassOn(Tell tell) implements WorkerStep {}

    /// Look again, because nothing will tell when.
    record LookAgain(Duration after) implements WorkerStep {}
}
