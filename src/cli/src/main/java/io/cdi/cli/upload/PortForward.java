// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.contract.Labels;
import io.cdi.contract.Ports;
import io.cdi.engine.TransferException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Filterable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A port of this machine that leads to a pod of the upload proxy, through the API server. Each connection looks
/// for a ready pod anew, so that a restart of the proxy is a cut like any other.
final class PortForward implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PortForward.class);
    private static final String PROXY = "cdi-uploadproxy";
    private static final String USUAL_NAMESPACE = "cdi";
    private static final int MOST_WAITING = 8;
    private static final String SEARCH = "look for the upload proxy";
    private static final String REMEDY = "; give its address with --proxy-url";

    private final KubernetesClient client;
    private final ServerSocket listener;

    private PortForward(KubernetesClient client, ServerSocket listener) {
        this.client = client;
        this.listener = listener;
    }

    /// @throws TransferException.Permanent when it is not permitted, or there is no proxy
    static PortForward open(KubernetesClient client) throws IOException {
        try (Tunnel _ = Tunnel.open(client, readyPod(client), Ports.UPLOAD, OutputStream.nullOutputStream())) {
            LOG.debug("the upload proxy is reached through the API server");
        }
        PortForward forward =
                new PortForward(client, new ServerSocket(0, MOST_WAITING, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().name("port-forward").start(forward::accept);
        return forward;
    }

    URI base() {
        return URI.create("https://127.0.0.1:" + listener.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket local = listener.accept();
                Thread.ofVirtual().start(() -> serve(local));
            }
        } catch (IOException closed) {
            LOG.debug("the port is closed");
        }
    }

    private void serve(Socket local) {
        try (local;
                Tunnel tunnel = Tunnel.open(client, readyPod(client), Ports.UPLOAD, local.getOutputStream())) {
            tunnel.carry(local.getInputStream());
        } catch (IOException e) {
            LOG.debug("a forwarded connection ended", e);
        }
    }

    private static Pod readyPod(KubernetesClient client) throws TransferException {
        return pods(client).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null && Readiness.isPodReady(pod))
                .findFirst()
                .orElseThrow(() -> new TransferException.Permanent("find the upload proxy: no ready pod with the label "
                        + Labels.COMPONENT + "=" + PROXY + REMEDY));
    }

    /// Those of all namespaces, or, for who may not look everywhere, those of the usual one.
    private static List<Pod> pods(KubernetesClient client) throws TransferException {
        try {
            return proxies(client.pods().inAnyNamespace());
        } catch (KubernetesClientException e) {
            if (!isForbidden(e)) {
                throw ClusterFailure.of(e, SEARCH);
            }
        }
        try {
            return proxies(client.pods().inNamespace(USUAL_NAMESPACE));
        } catch (KubernetesClientException e) {
            TransferException failure = ClusterFailure.of(e, SEARCH);
            throw isForbidden(e) ? new TransferException.Permanent(failure.getMessage() + REMEDY, e) : failure;
        }
    }

    private static List<Pod> proxies(Filterable<FilterWatchListDeletable<Pod, PodList, PodResource>> pods) {
        return pods.withLabel(Labels.COMPONENT, PROXY).list().getItems();
    }

    private static boolean isForbidden(KubernetesClientException failure) {
        return failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            LOG.debug("close the port", e);
        }
    }
}
