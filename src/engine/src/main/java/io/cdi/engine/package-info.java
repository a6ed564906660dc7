// SPDX-License-Identifier: Apache-2.0
/// The words that all parts of the transfer engine share: its errors and its units.
@NullMarked
package io.cdi.engine;

import org.jspecify.annotations.NullMarked;
