// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.certificates;

import io.cdi.contract.UploadCertificates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A signer, the bundle that trusts it, and what it signs in the operator's namespace.
///
/// @param leaf absent where leaves are made for each upload
record CertificateSet(String signer, @Nullable Leaf leaf) {

    /// For whom a leaf is: a Service of the namespace, or a client of that name.
    sealed interface Leaf {
        String secret();

        record Server(String secret, String service) implements Leaf {
            List<String> hostNames(String namespace) {
                return List.of(service, service + "." + namespace, service + "." + namespace + ".svc");
            }
        }

        record Client(String secret, String name) implements Leaf {}
    }

    static final List<CertificateSet> ALL = List.of(
            new CertificateSet("cdi-apiserver-signer", new Leaf.Server("cdi-apiserver-server-cert", "cdi-api")),
            new CertificateSet(
                    "cdi-uploadproxy-signer", new Leaf.Server("cdi-uploadproxy-server-cert", "cdi-uploadproxy")),
            new CertificateSet(UploadCertificates.SERVER_SIGNER, null),
            new CertificateSet(
                    "cdi-uploadserver-client-signer",
                    new Leaf.Client("cdi-uploadserver-client-cert", UploadCertificates.CLIENT_NAME)));

    String bundle() {
        return signer + "-bundle";
    }
}
