// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// What must be undone before an object may go.
public final class Finalizers {

    /// On the CDI object.
    public static final String OPERATOR = "operator.cdi.kubevirt.io";

    private Finalizers() {}
}
