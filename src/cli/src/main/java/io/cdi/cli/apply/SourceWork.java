// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import io.cdi.api.datavolume.BlankSource;
import io.cdi.api.datavolume.GcsSource;
import io.cdi.api.datavolume.HttpSource;
import io.cdi.api.datavolume.ImageioSource;
import io.cdi.api.datavolume.PvcSource;
import io.cdi.api.datavolume.RegistrySource;
import io.cdi.api.datavolume.S3Source;
import io.cdi.api.datavolume.SnapshotSource;
import io.cdi.api.datavolume.UploadSource;
import io.cdi.api.datavolume.VddkSource;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The source of a valid DataVolume as work on this machine, with the Secrets and ConfigMaps of the same file.
/// Refusals are [IllegalArgumentException]s.
final class SourceWork {

    private final String namespace;
    private final Content content;
    private final Manifests manifests;
    private final Certificates certificates;
    private final Consumer<String> warnings;

    SourceWork(
            String namespace,
            Content content,
            Manifests manifests,
            Certificates certificates,
            Consumer<String> warnings) {
        this.namespace = namespace;
        this.content = content;
        this.manifests = manifests;
        this.certificates = certificates;
        this.warnings = warnings;
    }

    Work of(io.cdi.api.datavolume.Source source) {
        return switch (source) {
            case HttpSource http -> http(http);
            case S3Source s3 ->
                imported(SourceText.s3(s3.url(), access(s3.secretRef(), tls(s3.certConfigMap(), false))));
            case GcsSource gcs -> imported(gcs(gcs));
            case RegistrySource registry -> imported(registry(registry));
            case BlankSource _ -> new Work.Blank();
            case PvcSource pvc -> clone(pvc);
            case ImageioSource _, VddkSource _, UploadSource _, SnapshotSource _ ->
                throw new IllegalArgumentException("source " + source.memberName()
                        + " needs a cluster; here work http, s3, gcs, registry, blank and pvc");
        };
    }

    private Work imported(Source source) {
        return new Work.Import(source, content, Optional.empty());
    }

    private Work http(HttpSource http) {
        if (http.url().startsWith("gs:")) {
            throw new IllegalArgumentException("spec.source source URL is gs://; use source gcs");
        }
        Tls tls = tls(http.certConfigMap(), Boolean.TRUE.equals(http.insecureSkipVerify()));
        Access access = access(http.secretRef(), tls).withHeaders(headers(http));
        return new Work.Import(
                SourceText.parse(http.url(), access),
                content,
                filled(http.checksum()).map(Checksum::parse));
    }

    private List<Source.Header> headers(HttpSource http) {
        List<Source.Header> headers = new ArrayList<>();
        orNone(http.extraHeaders()).forEach(line -> headers.add(SourceWords.header(line)));
        for (String secret : orNone(http.secretExtraHeaders())) {
            manifests.secret(new VolumeName(namespace, secret)).values().stream()
                    .map(Secret::reveal)
                    .map(SourceWords::header)
                    .forEach(headers::add);
        }
        return headers;
    }

    private Source gcs(GcsSource gcs) {
        Optional<Secret> keyFile = filled(gcs.secretRef())
                .map(secret -> manifests.secret(new VolumeName(namespace, secret), "credentials.json"));
        return GcsUrl.parse(gcs.url()).source(keyFile, Tls.SYSTEM);
    }

    private Source registry(RegistrySource registry) {
        if (registry.url() == null) {
            throw new IllegalArgumentException("source registry.imageStream needs a cluster; give registry.url");
        }
        if ("node".equals(registry.pullMethod())) {
            warnings.accept("registry.pullMethod node is done as pod: there is no node here");
        }
        Access access = access(registry.secretRef(), tls(registry.certConfigMap(), false));
        return SourceText.parse(registry.url(), withArchitecture(access, registry));
    }

    private static Access withArchitecture(Access access, RegistrySource registry) {
        return Optional.ofNullable(registry.platform())
                .flatMap(platform -> filled(platform.architecture()))
                .map(architecture ->
                        access.withPlatform(new Platform("linux", Optional.of(architecture), Optional.empty())))
                .orElse(access);
    }

    private Work clone(PvcSource pvc) {
        if (content == Content.ARCHIVE) {
            throw new IllegalArgumentException("a clone of an archive volume is not made here; copy its folder");
        }
        return new Work.Clone(new VolumeName(pvc.namespace(), pvc.name()));
    }

    /// A Secret's user and password count when both are there, as in a cluster.
    private Access access(@Nullable String secretRef, Tls tls) {
        Access access = Access.PLAIN.withTls(tls);
        return filled(secretRef)
                .map(secret -> new VolumeName(namespace, secret))
                .map(secret -> access.withLogin(new Login(
                        manifests.secret(secret, "accessKeyId").reveal(), manifests.secret(secret, "secretKey"))))
                .orElse(access);
    }

    private Tls tls(@Nullable String certConfigMap, boolean insecure) {
        return filled(certConfigMap)
                .map(name -> certificates.trust(manifests.configMap(new VolumeName(namespace, name)), insecure))
                .orElse(new Tls(List.of(), insecure));
    }

    private static Optional<String> filled(@Nullable String text) {
        return Optional.ofNullable(text).filter(some -> !some.isEmpty());
    }

    private static List<String> orNone(@Nullable List<String> texts) {
        return Objects.requireNonNullElse(texts, List.of());
    }
}
