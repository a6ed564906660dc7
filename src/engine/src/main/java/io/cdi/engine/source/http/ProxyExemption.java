// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/// One entry of `no_proxy`.
///
/// @param host what the entry says of the host
/// @param port the only port it is about, or 0 for all
record ProxyExemption(Host host, int port) {

    /// What an entry can say of the host.
    sealed interface Host {
        /// `*`: everything.
        record Any() implements Host {}

        /// `example.com` means the host and all below it; `.example.com` and `*.example.com` only what is below.
        record Domain(String name, boolean itself) implements Host {}

        /// `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`.
        record Network(InetAddress address, int prefixBits) implements Host {}
    }

    static ProxyExemption parse(String entry) {
        String text = entry.toLowerCase(Locale.ROOT);
        if (text.equals("*")) {
            return new ProxyExemption(new Host.Any(), 0);
        }
        Optional<Host.Network> network = network(text);
        if (network.isPresent()) {
            return new ProxyExemption(network.get(), 0);
        }
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon >= 0 && text.substring(colon + 1).matches("[0-9]{1,5}");
        String name = hasPort ? text.substring(0, colon) : text;
        int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : 0;
        return new ProxyExemption(network(name).<Host>map(n -> n).orElseGet(() -> domain(name)), port);
    }

    private static Host.Domain domain(String text) {
        String name = text.startsWith("*.") ? text.substring(1) : text;
        return name.startsWith(".") ? new Host.Domain(name.substring(1), false) : new Host.Domain(name, true);
    }

    private static Optional<Host.Network> network(String text) {
        int slash = text.indexOf('/');
        String bits = text.substring(slash + 1);
        Optional<InetAddress> address = address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty() || (slash >= 0 && !bits.matches("[0-9]{1,3}"))) {
            return Optional.empty();
        }
        int longest = 8 * address.get().getAddress().length;
        int prefix = slash < 0 ? longest : Integer.parseInt(bits);
        return prefix > longest ? Optional.empty() : Optional.of(new Host.Network(address.get(), prefix));
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean covers(String targetHost, int targetPort) {
        if (port != 0 && port != targetPort) {
            return false;
        }
        return switch (host) {
            case Host.Any() -> true;
            case Host.Domain(String name, boolean itself) ->
                (itself && targetHost.equals(name)) || targetHost.endsWith("." + name);
            case Host.Network(InetAddress network, int bits) ->
                address(targetHost)
                        .filter(address -> isInside(address.getAddress(), network.getAddress(), bits))
                        .isPresent();
        };
    }

    private static boolean isInside(byte[] address, byte[] network, int bits) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }
}
