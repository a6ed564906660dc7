// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.cdi.engine.format.vhdx;

import org.jspecify.annotations.NullMarked;
