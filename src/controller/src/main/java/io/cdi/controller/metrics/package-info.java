// SPDX-License-Identifier: Apache-2.0
/// What the controller tells Prometheus: [io.cdi.controller.metrics.ControllerMetrics] is the text, computed
/// when it is asked for.
@NullMarked
package io.cdi.controller.metrics;

import org.jspecify.annotations.NullMarked;
