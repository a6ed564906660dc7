// SPDX-License-Identifier: Apache-2.0
/// Sources on this machine: files, block devices and standard input.
@NullMarked
package io.cdi.engine.source.local;

import org.jspecify.annotations.NullMarked;
