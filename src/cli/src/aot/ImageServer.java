// SPDX-License-Identifier: Apache-2.0
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Serves the files of a folder with ranges and the headers of nginx, over HTTP and HTTPS on loopback, until its
/// standard input ends. Below `/moved/` it redirects to them. Prints both ports. Run from source by
/// `src/build/train-aot`.
public final class ImageServer {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private ImageServer() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer plain = HttpServer.create(any, 0);
        HttpsServer secure = HttpsServer.create(any, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls(Path.of(args[1]), args[2].toCharArray())));
        for (HttpServer server : new HttpServer[] {plain, secure}) {
            server.createContext("/", exchange -> answer(exchange, folder));
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
        }
        System.out.println(plain.getAddress().getPort() + " " + secure.getAddress().getPort());
        while (System.in.read() >= 0) {
            // Until whoever started us is gone.
        }
        System.exit(0);
    }

    private static SSLContext tls(Path store, char[] password) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void answer(HttpExchange exchange, Path folder) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String name = Path.of(path).getFileName().toString();
            if (path.startsWith("/moved/")) {
                exchange.getResponseHeaders().set("Location", "/" + name);
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            byte[] content = Files.readAllBytes(folder.resolve(name));
            int from = 0;
            int end = content.length;
            String range = exchange.getRequestHeaders().getFirst("Range");
            Matcher matcher = RANGE.matcher(range == null ? "" : range);
            exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
            exchange.getResponseHeaders().set("ETag", "\"" + name + content.length + "\"");
            exchange.getResponseHeaders().set("Last-Modified", "Wed, 01 Jan 2025 00:00:00 GMT");
            if (matcher.matches()) {
                from = Integer.parseInt(matcher.group(1));
                end = matcher.group(2).isEmpty() ? end : Math.min(end, Integer.parseInt(matcher.group(2)) + 1);
                exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + content.length);
            }
            byte[] body = Arrays.copyOfRange(content, from, end);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (head) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            }
            exchange.sendResponseHeaders(matcher.matches() ? 206 : 200, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
