// SPDX-License-Identifier: Apache-2.0
/// Tests of the process, and what the tests of its packages share.
@NullMarked
package io.cdi.controller;

import org.jspecify.annotations.NullMarked;
