// SPDX-License-Identifier: Apache-2.0
package io.cdi.certificates;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// A certificate with its private key.
public record Issued(X509Certificate certificate, PrivateKey key) {

    public String commonName() {
        return Pem.commonName(certificate.getSubjectX500Principal());
    }
}
