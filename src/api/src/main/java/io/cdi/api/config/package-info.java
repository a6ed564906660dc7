// SPDX-License-Identifier: Apache-2.0
/// The cluster-wide settings.
@NullMarked
package io.cdi.api.config;

import org.jspecify.annotations.NullMarked;
