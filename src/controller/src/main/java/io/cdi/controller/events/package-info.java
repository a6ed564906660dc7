// SPDX-License-Identifier: Apache-2.0
/// What users are told in events. Decisions return [io.cdi.controller.events.Tell]; one recorder writes
/// them.
@NullMarked
package io.cdi.controller.events;

import org.jspecify.annotations.NullMarked;
