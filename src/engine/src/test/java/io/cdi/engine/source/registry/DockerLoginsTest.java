// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerLoginsTest {

    private static final RegistryCredentials ANONYMOUS = new RegistryCredentials.Anonymous();

    @TempDir
    private Path home;

    @Test
    void isAnonymousWithoutAnyFile() throws Exception {
        assertThat(find("h.io/a", Map.of())).isEqualTo(ANONYMOUS);
        assertThat(find("h.io/a", Map.of("HOME", home.toString()))).isEqualTo(ANONYMOUS);
    }

    @ParameterizedTest
    @CsvSource({
        "HOME,               .docker/config.json",
        "HOME,               .config/containers/auth.json",
        "DOCKER_CONFIG,      config.json",
        "XDG_RUNTIME_DIR,    containers/auth.json",
        "XDG_CONFIG_HOME,    containers/auth.json"
    })
    void looksWhereTheToolsKeepTheirLogins(String variable, String file) throws Exception {
        write(file, auths("h.io", "me", "se:cret"));

        assertThat(find("h.io/a", Map.of(variable, home.toString()))).isEqualTo(password("me", "se:cret"));
        assertThat(find("other.io/a", Map.of(variable, home.toString()))).isEqualTo(ANONYMOUS);
    }

    @Test
    void readsTheFileThatTheEnvironmentNames() throws Exception {
        Path file = write("my-auth.json", auths("h.io", "me", "x"));

        assertThat(find("h.io/a", Map.of("REGISTRY_AUTH_FILE", file.toString())))
                .isEqualTo(password("me", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://index.docker.io/v1/", "docker.io", "index.docker.io", "docker.io/library"})
    void knowsTheNamesOfDockerHub(String key) throws Exception {
        write("config.json", auths(key, "me", "x"));

        assertThat(find("fedora", Map.of("DOCKER_CONFIG", home.toString()))).isEqualTo(password("me", "x"));
    }

    @Test
    void prefersTheMostSpecialEntry() throws Exception {
        write(
                "config.json",
                "{\"auths\":{\"h.io\":{\"auth\":\"%s\"},\"h.io/team\":{\"auth\":\"%s\"},\"https://h.io/v1/\":{}}}"
                        .formatted(base64("all:1"), base64("team:2")));
        Map<String, String> environment = Map.of("DOCKER_CONFIG", home.toString());

        assertThat(find("h.io/team/disk", environment)).isEqualTo(password("team", "2"));
        assertThat(find("h.io/teams/disk", environment)).isEqualTo(password("all", "1"));
    }

    @Test
    void readsIdentityTokens() throws Exception {
        write(
                "config.json",
                "{\"auths\":{\"h.io\":{\"auth\":\"%s\",\"identitytoken\":\"t\"}}}".formatted(base64("0:")));

        assertThat(find("h.io/a", Map.of("DOCKER_CONFIG", home.toString())))
                .isEqualTo(new RegistryCredentials.IdentityToken(new Secret("t")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"auths\":{\"h.io\":{\"auth\":\"secret\"}}}", "{\"auths\":\"secret", "secret"})
    void saysWhichFileIsBrokenButNotWhatItHolds(String content) throws Exception {
        Path file = write("config.json", content);

        assertThatThrownBy(() -> find("h.io/a", Map.of("DOCKER_CONFIG", home.toString())))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("secret");
    }

    private Path write(String file, String content) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, content);
    }

    private static RegistryCredentials find(String image, Map<String, String> environment) throws TransferException {
        return new DockerLogins(environment).find(ImageReference.parse(image));
    }

    private static RegistryCredentials password(String username, String password) {
        return new RegistryCredentials.Password(new Source.Login(username, new Secret(password)));
    }

    private static String auths(String key, String username, String password) {
        return "{\"auths\":{\"" + key + "\":{\"auth\":\"" + base64(username + ":" + password) + "\"}}}";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
