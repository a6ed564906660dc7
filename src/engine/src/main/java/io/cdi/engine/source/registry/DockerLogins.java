// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks a login up where `docker login`, `podman login` and `skopeo login` leave it: containers' auth.json and
/// docker's config.json (containers-auth.json(5)). The most special entry wins, `host/path` before `host`; a
/// credential helper is asked when the file names one.
final class DockerLogins {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// The key under which docker keeps Docker Hub's login.
    private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

    private final Map<String, String> environment;
    private final CredentialHelper helper;

    DockerLogins(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.helper = new CredentialHelper(environment);
    }

    RegistryCredentials find(ImageReference image) throws TransferException {
        for (Path file : files()) {
            Optional<RegistryCredentials> found = find(image, file);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return new RegistryCredentials.Anonymous();
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (has("REGISTRY_AUTH_FILE")) {
            files.add(path("REGISTRY_AUTH_FILE", ""));
        } else {
            addIf("XDG_RUNTIME_DIR", "containers/auth.json", files);
            if (has("XDG_CONFIG_HOME")) {
                files.add(path("XDG_CONFIG_HOME", "containers/auth.json"));
            } else {
                addIf("HOME", ".config/containers/auth.json", files);
            }
        }
        if (has("DOCKER_CONFIG")) {
            files.add(path("DOCKER_CONFIG", "config.json"));
        } else {
            addIf("HOME", ".docker/config.json", files);
        }
        return files;
    }

    private boolean has(String variable) {
        return !environment.getOrDefault(variable, "").isEmpty();
    }

    private void addIf(String variable, String below, List<Path> files) {
        if (has(variable)) {
            files.add(path(variable, below));
        }
    }

    private Path path(String variable, String below) {
        return Path.of(environment.getOrDefault(variable, "")).resolve(below);
    }

    private Optional<RegistryCredentials> find(ImageReference image, Path file) throws TransferException {
        Optional<JsonNode> config = read(file);
        if (config.isEmpty()) {
            return Optional.empty();
        }
        String server = image.host().equals(ImageReference.DOCKER_HUB) ? DOCKER_HUB_KEY : image.host();
        String special = config.get().path("credHelpers").path(image.host()).asText();
        if (!special.isEmpty()) {
            return helper.ask(special, server);
        }
        JsonNode auths = config.get().path("auths");
        for (String key : keys(image)) {
            Optional<RegistryCredentials> entry = entry(auths.path(key), key, file);
            if (entry.isPresent()) {
                return entry;
            }
        }
        String general = config.get().path("credsStore").asText();
        return general.isEmpty() ? Optional.empty() : helper.ask(general, server);
    }

    /// Most special first: `host/a/b`, `host/a`, `host`, and the spellings that docker has used for a host.
    private static List<String> keys(ImageReference image) {
        List<String> keys = new ArrayList<>();
        String scope = image.host() + "/" + image.repository();
        while (scope.length() > image.host().length()) {
            keys.add(scope);
            scope = scope.substring(0, scope.lastIndexOf('/'));
        }
        keys.add(image.host());
        if (image.host().equals(ImageReference.DOCKER_HUB)) {
            keys.addAll(List.of(DOCKER_HUB_KEY, "index.docker.io", image.apiHost()));
        }
        for (String suffix : List.of("", "/", "/v1/", "/v2/")) {
            keys.add("https://" + image.host() + suffix);
            keys.add("http://" + image.host() + suffix);
        }
        return keys;
    }

    private static Optional<RegistryCredentials> entry(JsonNode entry, String key, Path file)
            throws TransferException.Permanent {
        String identity = entry.path("identitytoken").asText();
        if (!identity.isEmpty()) {
            return Optional.of(new RegistryCredentials.IdentityToken(new Secret(identity)));
        }
        String auth = entry.path("auth").asText();
        if (!auth.isEmpty()) {
            return Optional.of(new RegistryCredentials.Password(decode(auth, key, file)));
        }
        String username = entry.path("username").asText();
        return username.isEmpty()
                ? Optional.empty()
                : Optional.of(new RegistryCredentials.Password(new Source.Login(
                        username, new Secret(entry.path("password").asText()))));
    }

    private static Source.Login decode(String auth, String key, Path file) throws TransferException.Permanent {
        try {
            String pair = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon > 0) {
                return new Source.Login(pair.substring(0, colon), new Secret(pair.substring(colon + 1)));
            }
        } catch (IllegalArgumentException _) {
            // Not even base64: the same mistake for the user.
        }
        throw new TransferException.Permanent("read the login for " + key + " in " + file
                + ": its auth is not user:password in base64; log in again");
    }

    private static Optional<JsonNode> read(Path file) throws TransferException.Permanent {
        try {
            return Optional.ofNullable(JSON.readTree(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            // Its message may quote what it could not read, and that may be a password.
            throw new TransferException.Permanent("read the logins in " + file + ": it is not JSON");
        } catch (IOException e) {
            throw new TransferException.Permanent("read the logins in " + file + ": " + e.getMessage(), e);
        }
    }
}
