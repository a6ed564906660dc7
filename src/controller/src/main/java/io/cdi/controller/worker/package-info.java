// SPDX-License-Identifier: Apache-2.0
/// What all pods that fill a claim have in common, whatever fills it: an import, an upload.
///
/// [io.cdi.controller.worker.ObservedClaim] is what is seen, from which the rule of each kind decides on
/// [io.cdi.controller.worker.WorkerStep]s; [io.cdi.controller.worker.WorkerSteps] holds the decisions that all kinds
/// share. [io.cdi.controller.worker.PodReport] reads the state of a pod, and
/// [io.cdi.controller.worker.WorkerProgress] asks the worker in it how far it is.
/// [io.cdi.controller.worker.WorkerShape], [io.cdi.controller.worker.WorkerVolumes] and
/// [io.cdi.controller.worker.ScratchClaim] are the common parts of the objects made.
@NullMarked
package io.cdi.controller.worker;

import org.jspecify.annotations.NullMarked;
