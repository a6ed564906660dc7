// SPDX-License-Identifier: Apache-2.0
/// The endpoint at which Prometheus reads the metrics of a service: HTTPS, for those whose token the API server lets
/// read it.
@NullMarked
package io.cdi.metrics;

import org.jspecify.annotations.NullMarked;
