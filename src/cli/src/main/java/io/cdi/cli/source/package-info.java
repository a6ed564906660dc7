// SPDX-License-Identifier: Apache-2.0
/// What the user typed for a SOURCE, and how to get at it, turned into a checked [io.cdi.engine.source.Source].
@NullMarked
package io.cdi.cli.source;

import org.jspecify.annotations.NullMarked;
