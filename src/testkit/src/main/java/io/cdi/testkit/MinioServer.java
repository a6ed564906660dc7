// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A real MinIO server, which speaks the protocol of S3 and of its token service. It is built by
/// `src/build/test-peers` from its Go module, so that no container engine is needed anywhere.
public final class MinioServer implements AutoCloseable {

    public static final String ACCESS_KEY = "test-root";
    public static final String SECRET_KEY = "test-root-secret";

    private final ServerProcess process;
    private final URI endpoint;
    private final String region;
    private final HttpClient client = HttpClient.newHttpClient();

    private MinioServer(ServerProcess process, URI endpoint, String region) {
        this.process = process;
        this.endpoint = endpoint;
        this.region = region;
    }

    /// Temporary keys from the server's token service.
    public record SessionKeys(String accessKey, String secretKey, String sessionToken) {}

    /// A server over plain HTTP on a free port of the loopback.
    ///
    /// @param data its folder; what is there already is served
    public static MinioServer start(Path data) {
        return start(data, Map.of());
    }

    /// @param settings variables of MinIO's documentation, such as `MINIO_REGION`
    public static MinioServer start(Path data, Map<String, String> settings) {
        return startAt("127.0.0.1", data, settings);
    }

    /// A server over plain HTTP on a free port of this address of the machine.
    public static MinioServer startAt(String address, Path data, Map<String, String> settings) {
        MinioServer server = launch(address, data, settings, "http");
        server.awaitReady(server.client);
        return server;
    }

    /// A server over HTTPS. It cannot be filled with this class: start it on data that is there.
    ///
    /// @param certificates a folder with `public.crt` and `private.key`
    /// @param trusting a client that trusts that certificate
    public static MinioServer startWithTls(Path data, Path certificates, HttpClient trusting) {
        MinioServer server = launch("127.0.0.1", data, Map.of(), "https", "--certs-dir", certificates.toString());
        server.awaitReady(trusting);
        return server;
    }

    private static MinioServer launch(
            String address, Path data, Map<String, String> settings, String scheme, String... options) {
        int port = FreePort.at(address);
        Map<String, String> environment = new HashMap<>(Map.of(
                "MINIO_ROOT_USER",
                ACCESS_KEY,
                "MINIO_ROOT_PASSWORD",
                SECRET_KEY,
                "MINIO_BROWSER",
                "off",
                "MINIO_UPDATE",
                "off"));
        environment.putAll(settings);
        List<String> command = new ArrayList<>(
                List.of(Programs.built("minio").toString(), "server", "--address", address + ":" + port));
        command.addAll(List.of(options));
        command.add(data.toString());
        ServerProcess process =
                ServerProcess.start(command, environment, data.resolveSibling("minio-" + port + ".log"));
        String region = settings.getOrDefault("MINIO_REGION", "us-east-1");
        return new MinioServer(process, URI.create(scheme + "://" + address + ":" + port), region);
    }

    /// Its health pages say "ready" before it takes requests.
    private void awaitReady(HttpClient with) {
        process.awaitOk(
                with,
                () -> signer("s3")
                        .of("GET", endpoint.resolve("/"), new byte[0])
                        .timeout(Duration.ofSeconds(5))
                        .build());
    }

    public URI endpoint() {
        return endpoint;
    }

    public void createBucket(String bucket) {
        send("s3", "PUT", "/" + bucket, new byte[0]);
    }

    public void put(String bucket, String key, byte[] content) {
        send("s3", "PUT", path(bucket, key), content);
    }

    public void put(String bucket, String key, Path content) {
        try {
            HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofFile(content);
            send(signer("s3").of("PUT", endpoint.resolve(path(bucket, key)), "UNSIGNED-PAYLOAD", body));
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets everybody read the bucket's objects without a signature.
    public void publish(String bucket) {
        String policy = """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ["*"]},
                 "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::%s/*"]}]}""".formatted(bucket);
        send("s3", "PUT", "/" + bucket + "?policy", policy.getBytes(StandardCharsets.UTF_8));
    }

    public SessionKeys assumeRole() {
        String form = "Action=AssumeRole&Version=2011-06-15&DurationSeconds=3600";
        HttpRequest.Builder request = signer("sts")
                .of("POST", endpoint.resolve("/"), form.getBytes(StandardCharsets.UTF_8))
                .header("Content-Type", "application/x-www-form-urlencoded");
        String answer = send(request);
        return new SessionKeys(
                element(answer, "AccessKeyId"), element(answer, "SecretAccessKey"), element(answer, "SessionToken"));
    }

    private static String element(String xml, String name) {
        Matcher matcher = Pattern.compile("<" + name + ">([^<]+)<").matcher(xml);
        if (!matcher.find()) {
            throw new AssertionError("no " + name + " in " + xml);
        }
        return matcher.group(1);
    }

    private static String path(String bucket, String key) {
        StringBuilder path = new StringBuilder("/").append(bucket);
        for (String part : key.split("/", -1)) {
            path.append('/')
                    .append(URLEncoder.encode(part, StandardCharsets.UTF_8)
                            .replace("+", "%20")
                            .replace("*", "%2A")
                            .replace("%7E", "~"));
        }
        return path.toString();
    }

    private SignedRequest signer(String service) {
        return new SignedRequest(ACCESS_KEY, SECRET_KEY, region, service);
    }

    private void send(String service, String method, String target, byte[] body) {
        send(signer(service).of(method, endpoint.resolve(target), body));
    }

    private String send(HttpRequest.Builder request) {
        return OkAnswer.of(client, request.build());
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
