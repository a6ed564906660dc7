// SPDX-License-Identifier: Apache-2.0
/// Changes that the CDI object orders to what is deployed: patches in the three forms of Kubernetes, and flags.
@NullMarked
package io.cdi.operator.customize;

import org.jspecify.annotations.NullMarked;
