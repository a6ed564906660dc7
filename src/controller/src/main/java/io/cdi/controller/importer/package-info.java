// SPDX-License-Identifier: Apache-2.0
/// Filling one claim by an importer pod. The annotations of the claim say from where; whether it is a
/// prime, the claim of a DataVolume, or a claim that a user has annotated makes no difference here.
///
/// [io.cdi.controller.importer.ObservedImport] is what is seen, [io.cdi.controller.importer.ImportRule]
/// decides, [io.cdi.controller.importer.PodReport] reads the state of the pod, and
/// [io.cdi.controller.importer.ImporterPod] and [io.cdi.controller.importer.ScratchClaim] are the
/// objects made.
@NullMarked
package io.cdi.controller.importer;

import org.jspecify.annotations.NullMarked;
