// SPDX-License-Identifier: Apache-2.0
/// One class for each webhook, and the protocol that they share (`admission.k8s.io/v1` and `v1beta1`,
/// which are the same in all that is used here).
@NullMarked
package io.cdi.apiserver.admission;

import org.jspecify.annotations.NullMarked;
