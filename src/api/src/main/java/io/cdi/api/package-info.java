// SPDX-License-Identifier: Apache-2.0
/// The Kubernetes API of this project as records, one package per group of kinds, and pure rules on them
/// that admission webhooks and controllers share.
///
/// Records have the JSON's shape: an absent field is `null`, a component without `@Nullable` is required by
/// the schema. Text with a closed set of values stays a `String` where an older or newer peer may write
/// another one; the enum beside it parses. `k8s/crds` is made from these records (see `io.cdi.api.schema`):
/// after a change write them anew (CONTRIBUTING.md).
@NullMarked
package io.cdi.api;

import org.jspecify.annotations.NullMarked;
