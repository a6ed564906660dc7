// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;

/// Where upload tokens come from.
@FunctionalInterface
interface Tokens {
    Secret request() throws TransferException;
}
