// SPDX-License-Identifier: Apache-2.0
/// Filling one claim by an importer pod. The annotations of the claim say from where
/// ([io.cdi.controller.importer.SourceAnnotations]); whether it is a prime, the claim of a DataVolume, or a
/// claim that a user has annotated makes no difference here.
///
/// [io.cdi.controller.importer.ImportRule] decides, from what `controller.worker` has seen of the claim, and
/// [io.cdi.controller.importer.ImporterPod] is the pod made.
///
/// An importer that fails is started again by the kubelet, after 10 seconds first and 5 minutes at last: it reads
/// Secrets and ConfigMaps anew each time, which this process may not read at all, and it knows what it has
/// refused before, so that another try is one short request. Here, the failure is told once, with the time of
/// the next try in an annotation; and a worker that was started again is taken for running only after a
/// while. A pod that would be made otherwise now is replaced at once.
@NullMarked
package io.cdi.controller.importer;

import org.jspecify.annotations.NullMarked;
