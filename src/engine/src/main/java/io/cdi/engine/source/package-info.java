// SPDX-License-Identifier: Apache-2.0
/// What the user named, as checked values ([Source]), and the bytes behind it ([Origin]).
@NullMarked
package io.cdi.engine.source;

import org.jspecify.annotations.NullMarked;
