// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract.tls;

import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/// The common name in a certificate's subject. It may hold any character, such as the slashes between
/// namespaces and claims.
public final class CommonName {

    private CommonName() {}

    public static Optional<String> of(X500Principal subject) {
        try {
            return new LdapName(subject.getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .findFirst();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }
}
