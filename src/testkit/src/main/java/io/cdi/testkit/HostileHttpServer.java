// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// An HTTP/1.1 server on raw sockets that does what a test's script says, right or wrong, byte for byte.
/// Requests with bodies are not for it.
public final class HostileHttpServer implements AutoCloseable {

    /// What to do with a request.
    public interface Script {
        void answer(Call call) throws IOException, InterruptedException;
    }

    /// A request as it came.
    ///
    /// @param number 1 for the first of all
    /// @param headers by name in lower case; several of one name are joined with a comma
    public record Asked(int number, String method, String target, Map<String, String> headers) {
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    private final LoopbackPort port;
    private final Script script;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    private HostileHttpServer(LoopbackPort port, Script script) {
        this.port = port;
        this.script = script;
    }

    public static HostileHttpServer start(Script script) {
        HostileHttpServer server = new HostileHttpServer(LoopbackPort.open(), script);
        server.port.serve(server::serve);
        return server;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port.number() + path);
    }

    /// All requests so far.
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void serve(Socket socket) throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        boolean again = true;
        while (again) {
            List<String> head = readHead(in);
            if (head.isEmpty()) {
                return;
            }
            Call call = new Call(socket, remember(head));
            script.answer(call);
            again = call.isKeptAlive();
        }
    }

    private synchronized Asked remember(List<String> head) {
        String[] words = head.getFirst().split(" ", 3);
        Map<String, String> headers = new TreeMap<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.merge(name, line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
        }
        Asked one = new Asked(asked.size() + 1, words[0], words[1], Map.copyOf(headers));
        asked.add(one);
        return one;
    }

    /// The lines before the first empty one; none when the connection has ended.
    static List<String> readHead(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return List.of();
            }
            bytes.write(b);
            text = b == '\n' ? bytes.toString(StandardCharsets.ISO_8859_1) : "";
        }
        return text.strip().lines().toList();
    }

    @Override
    public void close() {
        port.close();
    }

    /// A request with the means to answer it.
    public static final class Call implements Closeable {
        private final Socket socket;
        private final Asked asked;
        private boolean keptAlive;

        private Call(Socket socket, Asked asked) {
            this.socket = socket;
            this.asked = asked;
        }

        public Asked asked() {
            return asked;
        }

        boolean isKeptAlive() {
            return keptAlive && !socket.isClosed();
        }

        /// Whether the client's next request is read from the same connection.
        public Call keepAlive() {
            keptAlive = true;
            return this;
        }

        /// Sends the status line and the headers, each as `Name: value`.
        public Call head(String status, String... headers) throws IOException {
            StringBuilder text = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
            for (String header : headers) {
                text.append(header).append("\r\n");
            }
            return body(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        }

        public Call body(byte[] bytes) throws IOException {
            return body(bytes, 0, bytes.length);
        }

        public Call body(byte[] bytes, int from, int to) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes, from, to - from);
            out.flush();
            return this;
        }

        /// An answer without a body.
        public void status(String status, String... headers) throws IOException {
            String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
            all[headers.length] = "Content-Length: 0";
            keepAlive().head(status, all);
        }

        /// Resets the connection.
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /// Sends nothing more until the client gives up.
        public void stall() throws IOException {
            while (socket.getInputStream().read() >= 0) {
                // whatever it still says
            }
        }

        /// Answers as a good server does: 200 or 206, `If-Range` observed.
        public void serve(byte[] content, String etag) throws IOException {
            serve(content, etag, content.length);
        }

        /// As a good server, but resets the connection when so many bytes of the body are out.
        public void serve(byte[] content, String etag, int most) throws IOException {
            Span span = span(content.length, etag);
            if (span.partial()) {
                head(
                        "206 Partial Content",
                        "ETag: " + etag,
                        "Content-Length: " + span.size(),
                        "Content-Range: bytes " + span.from() + "-" + (span.to() - 1) + "/" + content.length);
            } else {
                head("200 OK", "ETag: " + etag, "Accept-Ranges: bytes", "Content-Length: " + content.length);
            }
            body(content, span.from(), Math.min(span.to(), span.from() + most));
            if (most < span.size()) {
                reset();
            } else {
                keepAlive();
            }
        }

        /// The bytes that the request is about.
        public record Span(int from, int to, boolean partial) {
            int size() {
                return to - from;
            }
        }

        public Span span(int length, String etag) {
            String range = asked.header("Range");
            String condition = asked.header("If-Range");
            if (!range.startsWith("bytes=") || !(condition.isEmpty() || condition.equals(etag))) {
                return new Span(0, length, false);
            }
            String[] ends = range.substring("bytes=".length()).split("-", 2);
            int to = ends[1].isEmpty() ? length : Math.min(length, Integer.parseInt(ends[1]) + 1);
            return new Span(Integer.parseInt(ends[0]), to, true);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
