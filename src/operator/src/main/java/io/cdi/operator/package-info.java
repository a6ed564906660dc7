// SPDX-License-Identifier: Apache-2.0
/// The operator: from one CDI object it installs, heals, and removes everything else.
///
/// [InstallationReconciler] is the loop: observe (caches of what carries our label), decide
/// ([io.cdi.operator.plan.InstallationPlan], [io.cdi.operator.certificates.CertificateRotation],
/// [io.cdi.operator.status.InstallationStatus]: pure), apply ([io.cdi.operator.apply.Application]:
/// server-side apply). The wanted objects are the files of `k8s/`; the operator knows no other.
///
/// Any step may be cut short at any point: the next round sees what is there and goes on.
@NullMarked
package io.cdi.operator;

import org.jspecify.annotations.NullMarked;
