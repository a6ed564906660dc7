// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import io.cdi.cli.apply.Job.Work;
import io.cdi.cli.source.Access;
import io.cdi.cli.source.SourceText;
import io.cdi.cli.source.SourceWords;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.Source.Login;
import io.cdi.engine.source.Source.Platform;
import io.cdi.engine.source.Source.Tls;
import io.cdi.engine.source.gcs.GcsUrl;
import io.cdi.engine.transfer.Checksum;
import io.cdi.engine.transfer.ImportRequest.Content;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The source of a DataVolume as work, by the rules and in the words of the admission webhook. Refusals are
/// [IllegalArgumentException]s.
final class SourceRules {

    private static final Set<String> NEED_A_CLUSTER = Set.of("imageio", "vddk", "upload", "snapshot");
    private static final Set<String> KNOWN =
            Set.of("http", "s3", "gcs", "registry", "blank", "pvc", "imageio", "vddk", "upload", "snapshot");

    private final String namespace;
    private final Content content;
    private final Manifests manifests;
    private final Certificates certificates;

    SourceRules(String namespace, Content content, Manifests manifests, Certificates certificates) {
        this.namespace = namespace;
        this.content = content;
        this.manifests = manifests;
        this.certificates = certificates;
    }

    Work work(Fields source) {
        source.knowing(KNOWN.toArray(String[]::new));
        List<String> kinds = source.names().stream().filter(KNOWN::contains).toList();
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("Missing Data volume source");
        }
        if (kinds.size() > 1) {
            throw new IllegalArgumentException("Multiple Data volume sources");
        }
        String kind = kinds.getFirst();
        if (NEED_A_CLUSTER.contains(kind)) {
            throw new IllegalArgumentException(
                    "source " + kind + " needs a cluster; here work http, s3, gcs, registry," + " blank and pvc");
        }
        Fields fields = source.object(kind).orElseThrow();
        return switch (kind) {
            case "http" -> http(fields);
            case "s3" -> imported(s3(fields));
            case "gcs" -> imported(gcs(fields));
            case "registry" -> registry(fields);
            case "blank" -> blank(fields);
            case "pvc" -> pvc(fields);
            default -> throw new IllegalStateException("no rule for source " + kind);
        };
    }

    private Work imported(Source source) {
        return new Work.Import(source, content, Optional.empty());
    }

    private Work http(Fields http) {
        http.knowing(
                "url",
                "secretRef",
                "certConfigMap",
                "extraHeaders",
                "secretExtraHeaders",
                "checksum",
                "insecureSkipVerify");
        URI url = url(http);
        Optional<Checksum> checksum = http.filledText("checksum").map(SourceRules::checksum);
        if ("gs".equals(url.getScheme())) {
            throw new IllegalArgumentException("spec.source source URL is gs://; use source gcs");
        }
        Access access = access(http, tls(http, http.flag("insecureSkipVerify"))).withHeaders(headers(http));
        return new Work.Import(SourceText.parse(url.toString(), access), content, checksum);
    }

    private static Checksum checksum(String text) {
        try {
            return Checksum.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Invalid checksum format: " + e.getMessage(), e);
        }
    }

    private List<Source.Header> headers(Fields http) {
        List<Source.Header> headers = new ArrayList<>();
        http.texts("extraHeaders").forEach(line -> headers.add(SourceWords.header(line)));
        for (String secret : http.texts("secretExtraHeaders")) {
            manifests.secret(new VolumeName(namespace, secret)).values().stream()
                    .map(Secret::reveal)
                    .map(SourceWords::header)
                    .forEach(headers::add);
        }
        return headers;
    }

    private Source s3(Fields s3) {
        s3.knowing("url", "secretRef", "certConfigMap");
        return SourceText.s3(url(s3).toString(), access(s3, tls(s3, false)));
    }

    private Source gcs(Fields gcs) {
        gcs.knowing("url", "secretRef");
        Optional<Secret> keyFile = gcs.filledText("secretRef")
                .map(secret -> manifests.secret(new VolumeName(namespace, secret), "credentials.json"));
        return GcsUrl.parse(url(gcs).toString()).source(keyFile, Tls.SYSTEM);
    }

    private Work registry(Fields registry) {
        registry.knowing("url", "imageStream", "pullMethod", "secretRef", "certConfigMap", "platform");
        if (content == Content.ARCHIVE) {
            throw new IllegalArgumentException("ContentType must be kubevirt when Source is Registry");
        }
        Optional<String> url = registry.text("url");
        if (url.isPresent() == registry.text("imageStream").isPresent()) {
            throw new IllegalArgumentException("Source registry should have either URL or ImageStream");
        }
        if (url.isEmpty()) {
            throw new IllegalArgumentException("source registry.imageStream needs a cluster; give registry.url");
        }
        if (!url.get().startsWith("docker://") && !url.get().startsWith("oci-archive:")) {
            throw new IllegalArgumentException("Illegal registry source URL scheme " + url.get());
        }
        registry.text("pullMethod").ifPresent(method -> checkPullMethod(method, registry));
        Access access = access(registry, tls(registry, false));
        return imported(SourceText.parse(url.get(), withArchitecture(access, registry)));
    }

    private static void checkPullMethod(String method, Fields registry) {
        switch (method) {
            case "pod" -> {}
            case "node" -> registry.warn("registry.pullMethod node is done as pod: there is no node here");
            default -> throw new IllegalArgumentException("ImportMethod " + method + " is neither pod, node or \"\"");
        }
    }

    private static Access withArchitecture(Access access, Fields registry) {
        return registry.object("platform")
                .flatMap(platform -> platform.knowing("architecture").filledText("architecture"))
                .map(architecture ->
                        access.withPlatform(new Platform("linux", Optional.of(architecture), Optional.empty())))
                .orElse(access);
    }

    private Work blank(Fields blank) {
        blank.knowing();
        if (content == Content.ARCHIVE) {
            throw new IllegalArgumentException("SourceType cannot be blank and the contentType be archive");
        }
        return new Work.Blank();
    }

    private Work pvc(Fields pvc) {
        pvc.knowing("namespace", "name");
        if (content == Content.ARCHIVE) {
            throw new IllegalArgumentException("a clone of an archive volume is not made here; copy its folder");
        }
        Optional<String> from = pvc.filledText("name");
        Optional<String> fromNamespace = pvc.filledText("namespace");
        if (from.isEmpty() || fromNamespace.isEmpty()) {
            throw new IllegalArgumentException("spec.source.PVC source PVC is not valid");
        }
        return new Work.Clone(new VolumeName(fromNamespace.get(), from.get()));
    }

    /// A Secret's user and password count when both are there, as in a cluster.
    private Access access(Fields source, Tls tls) {
        Access access = Access.PLAIN.withTls(tls);
        return source.filledText("secretRef")
                .map(secret -> new VolumeName(namespace, secret))
                .map(secret -> access.withLogin(new Login(
                        manifests.secret(secret, "accessKeyId").reveal(), manifests.secret(secret, "secretKey"))))
                .orElse(access);
    }

    private Tls tls(Fields source, boolean insecure) {
        return source.filledText("certConfigMap")
                .map(name -> certificates.trust(manifests.configMap(new VolumeName(namespace, name)), insecure))
                .orElse(new Tls(List.of(), insecure));
    }

    private static URI url(Fields source) {
        String text = source.filledText("url")
                .orElseThrow(() -> new IllegalArgumentException("spec.source source URL is empty"));
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("spec.source Invalid source URL: character " + (e.getIndex() + 1), e);
        }
        if (!Set.of("http", "https", "gs")
                .contains(Optional.ofNullable(url.getScheme()).orElse(""))) {
            throw new IllegalArgumentException(
                    "spec.source Invalid source URL scheme '" + url.getScheme() + "'; it is http, https or gs");
        }
        return url;
    }
}
