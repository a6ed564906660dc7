// SPDX-License-Identifier: Apache-2.0
/// What the controller tells Prometheus: [io.cdi.controller.metrics.ControllerMetrics] is the text, computed
/// when it is asked for, [io.cdi.controller.metrics.MetricsServer] gives it to those whom
/// [io.cdi.controller.metrics.TokenGate] lets in.
@NullMarked
package io.cdi.controller.metrics;

import org.jspecify.annotations.NullMarked;
