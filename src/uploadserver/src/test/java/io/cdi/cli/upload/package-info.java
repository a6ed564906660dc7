// SPDX-License-Identifier: Apache-2.0
/// The command line's uploads against this server.
@NullMarked
package io.cdi.cli.upload;

import org.jspecify.annotations.NullMarked;
