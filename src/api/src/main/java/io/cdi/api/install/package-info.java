// SPDX-License-Identifier: Apache-2.0
/// The CDI object, from which the operator installs everything.
@NullMarked
package io.cdi.api.install;

import org.jspecify.annotations.NullMarked;
