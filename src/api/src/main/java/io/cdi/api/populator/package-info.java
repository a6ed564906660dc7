// SPDX-License-Identifier: Apache-2.0
/// Objects that a claim's `dataSourceRef` points to: what a volume populator fills the claim from.
@NullMarked
package io.cdi.api.populator;

import org.jspecify.annotations.NullMarked;
