// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

/// An entry asks for something that is not done. The message goes on from its name: `leads out of the
/// directory`.
final class RefusedEntry extends Exception {

    RefusedEntry(String reason) {
        super(reason);
    }
}
