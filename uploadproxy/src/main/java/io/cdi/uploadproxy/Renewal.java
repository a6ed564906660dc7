// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import io.cdi.uploadproxy.forward.UploadServers;
import io.cdi.uploadproxy.tls.TokenKeys;
import java.time.Duration;

/// Looks every few seconds whether keys and certificates have changed.
final class Renewal implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final UploadServers servers;
    private final TokenKeys keys;
    private final Thread thread = Thread.ofVirtual().name("renewal").unstarted(this::run);

    Renewal(UploadServers servers, TokenKeys keys) {
        this.servers = servers;
        this.keys = keys;
    }

    void start() {
        servers.refresh();
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                servers.refresh();
                keys.refresh();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
