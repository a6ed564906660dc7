// SPDX-License-Identifier: Apache-2.0
/// What all pods that fill a claim have in common, whatever fills it: an import, an upload.
///
/// [io.cdi.controller.worker.ObservedClaim] is what is seen, from which the rule of each kind decides on
/// [io.cdi.controller.worker.WorkerStep]s; [io.cdi.controller.worker.WorkerSteps] holds the decisions that all kinds
/// share. [io.cdi.controller.worker.PodReport] reads the state of a pod, and
/// [io.cdi.controller.worker.WorkerProgress] asks the worker in it how far it is.
/// [io.cdi.controller.worker.WorkerShape], [io.cdi.controller.worker.WorkerVolumes] and
/// [io.cdi.controller.worker.ScratchClaim] are the common parts of the objects made.
///
/// What a claim says costs requests of many, so a pod that is well is no news for its first three seconds: a small
/// import goes from `Pending` to `Succeeded` at once. A pod that has done its work is deleted when it says so itself,
/// a second after its containers: then it is gone at once, and its kubelet tells nothing more of it.
@NullMarked
package io.cdi.controller.worker;

import org.jspecify.annotations.NullMarked;
