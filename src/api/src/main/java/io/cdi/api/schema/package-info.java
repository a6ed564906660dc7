// SPDX-License-Identifier: Apache-2.0
/// Annotations from which the CustomResourceDefinitions in `k8s/crds` are made. Records are the source of
/// the schema; a unit test keeps the files and the records equal. Nothing here is read while a program
/// runs.
@NullMarked
package io.cdi.api.schema;

import org.jspecify.annotations.NullMarked;
