// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.claims;

import io.cdi.contract.ContentType;

/// Where a token leads to.
public sealed interface Target {

    /// @param host the upload server's
    record Ready(String host, ContentType content) implements Target {}

    /// Later perhaps.
    record NotYet(String reason) implements Target {}

    record Refused(String reason) implements Target {}

    /// The token is for a claim of the same name that is gone.
    record OtherClaim() implements Target {}
}
