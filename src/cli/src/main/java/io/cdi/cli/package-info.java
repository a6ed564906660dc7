// SPDX-License-Identifier: Apache-2.0
/// The command line `cdi`: commands and their options, turned into requests to the engine. Only [Cdi] touches
/// the process: its environment, streams, signals and exit code.
@NullMarked
package io.cdi.cli;

import org.jspecify.annotations.NullMarked;
