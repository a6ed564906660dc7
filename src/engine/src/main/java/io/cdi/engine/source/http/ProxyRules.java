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
final class ProxyRules {

    private final Map<String, String> environment;
    private final List<ProxyExemption> exemptions;

    ProxyRules(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.exemptions = Arrays.stream(variable("no_proxy").split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(ProxyExemption::parse)
                .toList();
    }

    /// @param address scheme, host and port of the proxy
    /// @param login from the user info of its URL
    record Proxy(HttpAddress address, Optional<Source.Login> login) {}

    /// @throws TransferException.Permanent when the address needs a proxy that is none
    Optional<Proxy> proxyFor(HttpAddress target) throws TransferException.Permanent {
        boolean direct = ProxyExemption.isLoopback(target.host())
                || exemptions.stream().anyMatch(exemption -> exemption.covers(target.host(), target.port()));
        return direct ? Optional.empty() : proxy(target.isSecure() ? "https_proxy" : "http_proxy");
    }

    /// The upper-case name comes first when both are set.
    private String variable(String name) {
        String upper = environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
        return upper.isBlank() ? environment.getOrDefault(name, "").strip() : upper.strip();
    }

    private Optional<Proxy> proxy(String name) throws TransferException.Permanent {
        String text = variable(name);
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
}
