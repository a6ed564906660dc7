// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Source;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which proxy to use for an address, as the variables `http_proxy`, `https_proxy` and `no_proxy` (or in
/// upper case) say. Loopback is never proxied.
record ProxyRules(Optional<Proxy> http, Optional<Proxy> https, List<ProxyExemption> exemptions) {

    /// @param address scheme, host and port of the proxy
    /// @param login from the user info of its URL
    record Proxy(HttpAddress address, Optional<Source.Login> login) {}

    static ProxyRules of(Map<String, String> environment) throws TransferException.Permanent {
        List<ProxyExemption> exemptions = Arrays.stream(
                        variable(environment, "no_proxy").split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(ProxyExemption::parse)
                .toList();
        return new ProxyRules(proxy(environment, "http_proxy"), proxy(environment, "https_proxy"), exemptions);
    }

    /// The upper-case name comes first when both are set.
    private static String variable(Map<String, String> environment, String name) {
        String upper = environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
        return upper.isBlank() ? environment.getOrDefault(name, "").strip() : upper.strip();
    }

    private static Optional<Proxy> proxy(Map<String, String> environment, String name)
            throws TransferException.Permanent {
        String text = variable(environment, name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            return Optional.of(new Proxy(HttpAddress.of(uri), UserInfo.of(uri)));
        } catch (URISyntaxException e) {
            throw new TransferException.Permanent("the proxy in " + name + " is not a URL; write http://host:port");
        } catch (TransferException.Permanent e) {
            throw new TransferException.Permanent("the proxy in " + name + ": " + e.getMessage(), e);
        }
    }

    Optional<Proxy> proxyFor(HttpAddress target) {
        boolean direct = ProxyExemption.isLoopback(target.host())
                || exemptions.stream().anyMatch(exemption -> exemption.covers(target.host(), target.port()));
        return direct ? Optional.empty() : target.isSecure() ? https : http;
    }
}
