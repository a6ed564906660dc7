// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.upload;

/// Nobody knows who asks.
final class NotAuthenticatedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    NotAuthenticatedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
