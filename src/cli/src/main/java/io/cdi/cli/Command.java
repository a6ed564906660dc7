// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// One of the commands of `cdi`: what its command line holds, and what is done then. The call returns the exit
/// code.
interface Command extends Callable<Integer> {

    CommandSpec spec();
}
