// SPDX-License-Identifier: Apache-2.0
/// Brings wanted objects to the API server, and nothing when they are there already.
@NullMarked
package io.cdi.operator.apply;

import org.jspecify.annotations.NullMarked;
