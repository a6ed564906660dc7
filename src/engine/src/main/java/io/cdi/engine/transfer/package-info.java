// SPDX-License-Identifier: Apache-2.0
/// The import itself: probe, plan, and the pump that carries the plan out.
@NullMarked
package io.cdi.engine.transfer;

import org.jspecify.annotations.NullMarked;
