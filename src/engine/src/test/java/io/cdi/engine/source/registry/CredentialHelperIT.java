// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.testkit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CredentialHelperIT {

    @TempDir
    private Path folder;

    @Test
    void asksTheHelperOfTheRegistry() throws Exception {
        helper(
                "store",
                "read -r server; echo '{\"ServerURL\":\"'$server'\",\"Username\":\"'$server'\",\"Secret\":\"x\"}'");
        Files.writeString(folder.resolve("config.json"), "{\"credHelpers\":{\"h.io\":\"store\"}}");

        assertThat(new DockerLogins(environment()).find(ImageReference.parse("h.io/a")))
                .isEqualTo(new RegistryCredentials.Password(new Source.Login("h.io", new Secret("x"))));
    }

    @Test
    void asksTheStoreOfAllRegistriesWhenTheFileHasOnlyAMark() throws Exception {
        helper("store", "read -r server; echo '{\"Username\":\"<token>\",\"Secret\":\"'$server'\"}'");
        Files.writeString(
                folder.resolve("config.json"),
                "{\"auths\":{\"https://index.docker.io/v1/\":{}},\"credsStore\":\"store\"}");

        assertThat(new DockerLogins(environment()).find(ImageReference.parse("fedora")))
                .isEqualTo(new RegistryCredentials.IdentityToken(new Secret("https://index.docker.io/v1/")));
    }

    @Test
    void isAnonymousWhenTheHelperKnowsNothing() throws Exception {
        helper("store", "echo credentials not found in native keychain; exit 1");

        assertThat(new CredentialHelper(environment()).ask("store", "h.io")).isEmpty();
    }

    @Test
    void saysWhyTheHelperFailed() throws Exception {
        helper("locked", "echo the keychain is locked; exit 1");

        assertThatThrownBy(() -> new CredentialHelper(environment()).ask("locked", "h.io"))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessage("ask docker-credential-locked for the login to h.io: the keychain is locked");
        assertThatThrownBy(() -> new CredentialHelper(environment()).ask("missing", "h.io"))
                .hasMessageContaining("no such program in PATH");
        assertThatThrownBy(() -> new CredentialHelper(environment()).ask("../locked", "h.io"))
                .hasMessageContaining("no such program in PATH");
    }

    @Test
    @Timeout(120)
    void endsAHelperThatIsSilentWhenItIsInterrupted() throws Exception {
        Path pipe = folder.resolve("pipe");
        Command.run("mkfifo", pipe);
        helper("silent", "read -r line < " + pipe);
        FutureTask<?> question = new FutureTask<>(() -> new CredentialHelper(environment()).ask("silent", "h.io"));
        Thread thread = Thread.ofPlatform().daemon().start(question);
        try {
            while (Command.running(folder).isEmpty()) {
                Thread.sleep(5);
            }

            thread.interrupt();

            assertThatThrownBy(() -> question.get(1, TimeUnit.MINUTES)).hasMessageContaining("interrupted");
            for (ProcessHandle helper : Command.running(folder)) {
                helper.onExit().get(1, TimeUnit.MINUTES);
            }
        } finally {
            Command.running(folder).forEach(ProcessHandle::destroyForcibly);
        }
    }

    private void helper(String name, String script) throws IOException {
        Path program = folder.resolve("docker-credential-" + name);
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private Map<String, String> environment() {
        return Map.of("PATH", folder + ":/usr/bin:/bin", "DOCKER_CONFIG", folder.toString());
    }
}
