// SPDX-License-Identifier: Apache-2.0
/// How a command ends: exit codes and the one line that says why.
@NullMarked
package io.cdi.cli.outcome;

import org.jspecify.annotations.NullMarked;
