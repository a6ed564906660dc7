// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// A TCP port for a server that must be told its port before it starts.
///
/// It is none that the kernel gives to outgoing connections (from 32768 on) or Kubernetes to Services
/// (from 30000 on): on a busy machine one of those would now and then be taken before the server has
/// it. One process is given each only once, so that no two of its servers meet.
public final class FreePort {

    private static final int FIRST = 15_000;
    private static final int AFTER_LAST = 30_000;
    private static final int COUNT = AFTER_LAST - FIRST;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePort() {}

    public static int onLoopback() {
        return at("127.0.0.1");
    }

    /// @param address one of this machine
    public static int at(String address) {
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
                return port;
            } catch (IOException e) {
                // in use: another one
            }
        }
        throw new AssertionError("no free port at " + address);
    }
}
