// SPDX-License-Identifier: Apache-2.0
/// Makes the CustomResourceDefinitions in `k8s/crds` from the records and compares them with the
/// specification's tables.
@NullMarked
package io.cdi.api.crd;

import org.jspecify.annotations.NullMarked;
