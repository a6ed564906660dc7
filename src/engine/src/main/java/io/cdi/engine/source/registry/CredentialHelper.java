// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Asks a program `docker-credential-<name>` for a login: `get`, the server's name on standard input, JSON on
/// standard output (docker-credential-helpers protocol).
final class CredentialHelper {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    /// What all helpers print, with exit code 1, when they know no login for the server.
    private static final String NOT_FOUND = "credentials not found";

    /// The user name that marks the secret as an identity token.
    private static final String TOKEN_USER = "<token>";

    private final Map<String, String> environment;

    CredentialHelper(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    Optional<RegistryCredentials> ask(String name, String server) throws TransferException {
        String program = "docker-credential-" + name;
        try {
            return ask(start(program), program, server);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(program, server, "interrupted");
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw failed(program, server, String.valueOf(e.getMessage()));
        }
    }

    /// However this ends, the helper does not outlive it.
    private static Optional<RegistryCredentials> ask(Process process, String program, String server)
            throws IOException, InterruptedException {
        try {
            put(server, process);
            if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed(program, server, "no answer within " + DEADLINE.toSeconds() + " s");
            }
            byte[] answer = process.getInputStream().readAllBytes();
            return process.exitValue() == 0 ? credentials(answer, program, server) : none(answer, program, server);
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(String program) throws IOException {
        Path found = Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty() && NAME.matcher(program).matches())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("there is no such program in PATH; install it"));
        ProcessBuilder builder = new ProcessBuilder(found.toString(), "get");
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static void put(String server, Process process) {
        try (OutputStream question = process.getOutputStream()) {
            question.write(server.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // A helper that knows its answer need not read the question.
        }
    }

    private static Optional<RegistryCredentials> credentials(byte[] answer, String program, String server)
            throws TransferException {
        JsonNode json;
        try {
            json = JSON.readTree(answer);
        } catch (IOException e) {
            throw failed(program, server, "its answer is not JSON");
        }
        String username = json.path("Username").asText();
        Secret secret = new Secret(json.path("Secret").asText());
        if (username.isEmpty() && secret.reveal().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                username.equals(TOKEN_USER)
                        ? new RegistryCredentials.IdentityToken(secret)
                        : new RegistryCredentials.Password(new Source.Login(username, secret)));
    }

    private static Optional<RegistryCredentials> none(byte[] answer, String program, String server)
            throws TransferException {
        String text = new String(answer, StandardCharsets.UTF_8).strip();
        if (text.startsWith(NOT_FOUND)) {
            return Optional.empty();
        }
        throw failed(program, server, text.lines().findFirst().orElse("it failed without a word"));
    }

    private static TransferException.Permanent failed(String program, String server, String reason) {
        return new TransferException.Permanent("ask " + program + " for the login to " + server + ": " + reason);
    }
}
