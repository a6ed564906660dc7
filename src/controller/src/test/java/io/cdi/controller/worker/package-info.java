// SPDX-License-Identifier: Apache-2.0
/// Tests of the rules of this package.
@NullMarked
package io.cdi.controller.worker;

import org.jspecify.annotations.NullMarked;
