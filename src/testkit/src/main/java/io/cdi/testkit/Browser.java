// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Debian's headless Chromium with one page, driven by its DevTools protocol.
public final class Browser implements AutoCloseable, WebSocket.Listener {

    private static final String PROGRAM = "chromium-headless-shell";
    private static final String ANNOUNCEMENT = "DevTools listening on ws://";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final Process process;
    private final WebSocket socket;
    private int number;

    private Browser(Process process) throws IOException, InterruptedException {
        this.process = process;
        String address = address(process);
        JsonNode pages = json.readTree(http.send(
                        HttpRequest.newBuilder(URI.create("http://" + address + "/json/list"))
                                .build(),
                        BodyHandlers.ofString())
                .body());
        this.socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(pages.get(0).get("webSocketDebuggerUrl").asText()), this)
                .join();
    }

    public static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin", PROGRAM));
    }

    /// @param folder for its profile
    public static Browser start(Path folder) throws IOException, InterruptedException {
        return new Browser(new ProcessBuilder(List.of(
                        PROGRAM,
                        "--no-sandbox",
                        "--disable-gpu",
                        "--ignore-certificate-errors",
                        "--remote-debugging-port=0",
                        "--window-size=900,800",
                        "--user-data-dir=" + folder,
                        "about:blank"))
                .redirectErrorStream(true)
                .start());
    }

    private static String address(Process process) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(ANNOUNCEMENT)) {
                String rest = line.substring(ANNOUNCEMENT.length());
                return rest.substring(0, rest.indexOf('/'));
            }
        }
        throw new AssertionError(PROGRAM + " ended before it listened");
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            try {
                answers.add(json.readTree(part.toString()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            part.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    private JsonNode send(String method, Map<String, ?> parameters) throws IOException, InterruptedException {
        int id = ++number;
        socket.sendText(json.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        while (true) {
            JsonNode answer =
                    Objects.requireNonNull(answers.poll(60, TimeUnit.SECONDS), () -> "no answer to " + method);
            if (answer.path("id").asInt() == id) {
                if (answer.has("error")) {
                    throw new AssertionError(method + ": " + answer.get("error"));
                }
                return answer.get("result");
            }
        }
    }

    /// Opens a page, which need not have a good certificate, and waits until it is there. It is opened
    /// anew when it, or what it consists of, fails to come: Chromium breaks off what is under way when the
    /// machine's network changes, as it does with each pod that comes or goes.
    ///
    /// @param button one that is enabled when all of the page has come
    public void open(String url, String button) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        JsonNode navigation = send("Page.navigate", Map.of("url", url));
        String state = "";
        while (!state.equals("complete https: true")) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(url + " does not load: " + state
                        + navigation.path("errorText").asText());
            }
            TimeUnit.MILLISECONDS.sleep(50);
            if (state.contains("chrome-error:") || state.equals("complete https: false")) {
                navigation = send("Page.navigate", Map.of("url", url));
            }
            state = evaluate("document.readyState + ' ' + location.protocol + ' ' + (document.getElementById('" + button
                    + "')?.disabled === false)");
        }
    }

    /// The value of an expression, as text.
    public String evaluate(String expression) throws IOException, InterruptedException {
        JsonNode result = send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        return result.path("result").path("value").asText();
    }

    /// Writes into a field, as a person does who then leaves it.
    public void enter(String input, String text) throws IOException, InterruptedException {
        evaluate("{const e = document.getElementById('" + input + "'); e.value = '" + text
                + "'; e.dispatchEvent(new Event('change'));}");
    }

    public void click(String button) throws IOException, InterruptedException {
        evaluate("document.getElementById('" + button + "').click()");
    }

    /// What an element shows.
    public String text(String element) throws IOException, InterruptedException {
        return evaluate("document.getElementById('" + element + "').textContent");
    }

    /// Waits until an element shows a text with this begin.
    public void awaitText(String element, String begin, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!text(element).startsWith(begin)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("'" + element + "' shows '" + text(element) + "' instead of '" + begin + "'");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /// Chooses a file of this machine in a field for files.
    public void choose(String input, Path file) throws IOException, InterruptedException {
        JsonNode element = send("Runtime.evaluate", Map.of("expression", "document.getElementById('" + input + "')"));
        send(
                "DOM.setFileInputFiles",
                Map.of(
                        "files", List.of(file.toString()),
                        "objectId", element.path("result").path("objectId").asText()));
        evaluate("document.getElementById('" + input + "').dispatchEvent(new Event('change'))");
    }

    /// A picture of the page as PNG.
    public byte[] picture() throws IOException, InterruptedException {
        return Base64.getDecoder()
                .decode(send("Page.captureScreenshot", Map.of()).get("data").asText());
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
        // The program is a script, and the browser its child.
        process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
