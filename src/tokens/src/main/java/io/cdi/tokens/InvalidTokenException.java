// SPDX-License-Identifier: Apache-2.0
package io.cdi.tokens;

/// A token that nobody of this installation signed, or that is of another time.
public final class InvalidTokenException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidTokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
