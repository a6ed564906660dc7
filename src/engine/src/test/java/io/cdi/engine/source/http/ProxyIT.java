// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.testkit.HostileHttpServer;
import io.cdi.testkit.Nginx;
import io.cdi.testkit.RecordingProxy;
import io.cdi.testkit.TestAuthority;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ProxyIT {

    private static final String LOGIN = "Basic dXNlcjpzZWNyZXQ=";

    private final byte[] content = Fetch.content(100_000);

    private static Map<String, String> environment(RecordingProxy proxy, String userInfo) {
        String url = "http://" + userInfo + "127.0.0.1:" + proxy.port();
        return Map.of("http_proxy", url, "https_proxy", url);
    }

    private static URI named(URI uri, String host) {
        return URI.create(uri.toString().replace("127.0.0.1", host));
    }

    @Test
    void plainRequestsGoThroughItWithItsLogin() throws Exception {
        try (HostileHttpServer server = HostileHttpServer.start(call -> call.serve(content, "\"1\""));
                RecordingProxy proxy = RecordingProxy.start(LOGIN)) {
            URI uri = named(server.uri("/a%2Fb?sig=%20x"), "images.test");
            assertThat(Fetch.of(uri).through(environment(proxy, "user:secret@")).bytes())
                    .isEqualTo(content);
            assertThat(proxy.heads().getFirst())
                    .contains("GET " + uri + " HTTP/1.1", "User-Agent: cdi-golang-importer");
            assertThat(server.asked().getFirst().target()).isEqualTo("/a%2Fb?sig=%20x");
        }
    }

    @Test
    void encryptedRequestsGoThroughATunnelWithItsLogin(@TempDir Path directory) throws Exception {
        Files.write(directory.resolve("disk.img"), content);
        TestAuthority authority = TestAuthority.in(directory);
        try (Nginx nginx = Nginx.serving(directory, directory)
                        .withTls(authority, "DNS:images.test")
                        .start();
                RecordingProxy proxy = RecordingProxy.start(LOGIN)) {
            Fetch fetch = Fetch.of(named(nginx.uri("disk.img"), "images.test"))
                    .trusting(authority.certificate())
                    .as("image", "password");
            assertThat(fetch.through(environment(proxy, "user:secret@")).bytes())
                    .isEqualTo(content);
            List<String> head = proxy.heads().getFirst();
            assertThat(head.getFirst()).startsWith("CONNECT images.test:");
            assertThat(head).contains("User-Agent: cdi-golang-importer", "Proxy-Authorization: " + LOGIN);
            assertThat(head).noneMatch(line -> line.startsWith("Authorization"));
            assertThatThrownBy(fetch.through(environment(proxy, ""))::bytes)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("through the proxy")
                    .hasMessageContaining("407");
        }
    }

    @Test
    void aMissingLoginOfTheProxyIsNamed() throws Exception {
        try (RecordingProxy proxy = RecordingProxy.start(LOGIN)) {
            assertThatThrownBy(Fetch.of(URI.create("http://images.test/x")).through(environment(proxy, ""))::bytes)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("got 407")
                    .hasMessageContaining("proxy's URL needs user and password");
        }
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws Exception {
        RecordingProxy gone = RecordingProxy.start("");
        gone.close();
        assertThatThrownBy(
                        Fetch.of(URI.create("http://images.test/x")).through(environment(gone, "me:hunter2@"))::bytes)
                .isInstanceOf(TransferException.Transient.class)
                .hasMessageContaining("connect to http://images.test/x through the proxy http://127.0.0.1:"
                        + gone.port() + "/: the connection was refused")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void exemptHostsAndLoopbackAreAskedDirectly() throws Exception {
        try (HostileHttpServer server = HostileHttpServer.start(call -> call.serve(content, "\"1\""));
                RecordingProxy proxy = RecordingProxy.start("")) {
            assertThat(Fetch.of(server.uri("/x"))
                            .through(environment(proxy, ""))
                            .bytes())
                    .isEqualTo(content);
            assertThat(proxy.heads()).isEmpty();
        }
    }
}
