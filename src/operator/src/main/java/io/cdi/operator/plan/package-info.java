// SPDX-License-Identifier: Apache-2.0
/// What shall exist, as a value: the manifests of `k8s/`, the CDI object, and what is there give the wanted objects.
/// No clock, no network: tests compare with golden files.
@NullMarked
package io.cdi.operator.plan;

import org.jspecify.annotations.NullMarked;
