// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// What the operator and its users write on objects of the installation.
public final class OperatorAnnotations {

    public static final String CUSTOMIZER_IDENTIFIER = "cdi.kubevirt.io/customizer-identifier";

    /// Lifetime and refresh that a certificate was made with.
    public static final String CERT_CONFIG = "operator.cdi.kubevirt.io/certConfig";

    /// `true`, on a Route of the user.
    public static final String INJECT_UPLOAD_PROXY_CERT = "operator.cdi.kubevirt.io/injectUploadProxyCert";

    /// What the operator wanted of the object when it last wrote it.
    public static final String DESIRED_HASH = "operator.cdi.kubevirt.io/desiredHash";

    private OperatorAnnotations() {}
}
