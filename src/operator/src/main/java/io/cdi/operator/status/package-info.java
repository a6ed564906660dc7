// SPDX-License-Identifier: Apache-2.0
/// What the status of the CDI object says, from its former status and what was found.
@NullMarked
package io.cdi.operator.status;

import org.jspecify.annotations.NullMarked;
