// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.http;

import io.cdi.contract.tls.CipherSuites;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What of TLS the cluster's profile allows.
///
/// @param atLeast13 whether TLS 1.2 is too old. Versions before 1.2 are never spoken, whatever a profile says
/// @param ciphers names of suites for TLS 1.2, of IANA or of OpenSSL; unknown ones are passed over; empty
///     means all that Java thinks safe. TLS 1.3 has its own
public record TlsProfile(boolean atLeast13, List<String> ciphers) {

    private static final String TLS_1_3 = "TLSv1.3";

    public TlsProfile {
        ciphers = List.copyOf(ciphers);
    }

    String[] protocols() {
        return atLeast13 ? new String[] {TLS_1_3} : new String[] {TLS_1_3, "TLSv1.2"};
    }

    /// @param available what Java has enabled by itself
    String[] suites(List<String> available) {
        if (ciphers.isEmpty()) {
            return available.toArray(String[]::new);
        }
        Set<String> wanted = new LinkedHashSet<>(CipherSuites.TLS_1_3);
        ciphers.forEach(name -> CipherSuites.iana(name).ifPresent(wanted::add));
        List<String> suites = new ArrayList<>(wanted);
        suites.retainAll(available);
        return suites.toArray(String[]::new);
    }
}
