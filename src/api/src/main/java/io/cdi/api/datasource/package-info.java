// SPDX-License-Identifier: Apache-2.0
/// Named, changeable references to golden images, and the crons that keep them fresh.
@NullMarked
package io.cdi.api.datasource;

import org.jspecify.annotations.NullMarked;
