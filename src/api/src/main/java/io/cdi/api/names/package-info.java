// SPDX-License-Identifier: Apache-2.0
/// Names of the objects that controllers create: derived from names and UIDs, so that a retry finds what a
/// former try made.
@NullMarked
package io.cdi.api.names;

import org.jspecify.annotations.NullMarked;
