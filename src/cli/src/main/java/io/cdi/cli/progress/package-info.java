// SPDX-License-Identifier: Apache-2.0
/// Progress for eyes, logs and programs. What is shown is computed by pure functions from a [Snapshot]; [Ticker]
/// shows it at intervals.
@NullMarked
package io.cdi.cli.progress;

import org.jspecify.annotations.NullMarked;
