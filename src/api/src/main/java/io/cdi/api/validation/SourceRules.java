// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import io.cdi.api.datavolume.BlankSource;
import io.cdi.api.datavolume.GcsSource;
import io.cdi.api.datavolume.HttpSource;
import io.cdi.api.datavolume.ImageioSource;
import io.cdi.api.datavolume.PvcSource;
import io.cdi.api.datavolume.RegistrySource;
import io.cdi.api.datavolume.S3Source;
import io.cdi.api.datavolume.SnapshotSource;
import io.cdi.api.datavolume.Source;
import io.cdi.api.datavolume.UploadSource;
import io.cdi.api.datavolume.VddkSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rules of each kind of source, the same for DataVolumes, crons and populators.
final class SourceRules {
    private static final Set<String> WEB_SCHEMES = Set.of("http", "https", "gs");
    private static final Set<String> REGISTRY_SCHEMES = Set.of("docker", "oci-archive");

    private final String field;
    private final @Nullable String contentType;

    /// `prefix` is the path of the object that has the source.
    SourceRules(String prefix, @Nullable String contentType) {
        this.field = prefix + ".source";
        this.contentType = contentType;
    }

    List<Cause> check(Source source) {
        return switch (source) {
            case HttpSource http -> {
                var causes = new ArrayList<>(url("HTTP", http.url()));
                causes.addAll(ChecksumRule.check(http.checksum(), field + ".HTTP.checksum"));
                yield List.copyOf(causes);
            }
            case S3Source s3 -> url("S3", s3.url());
            case GcsSource gcs -> url("GCS", gcs.url());
            case BlankSource _ ->
                Rules.unless(
                        !"archive".equals(contentType),
                        "SourceType cannot be blank and the contentType be archive",
                        field + ".Blank");
            case RegistrySource registry -> registry(registry);
            case ImageioSource imageio -> imageio(imageio);
            case VddkSource vddk -> vddk(vddk);
            case PvcSource pvc ->
                named(pvc.namespace(), pvc.name(), field + ".PVC source PVC is not valid", field + ".PVC");
            case SnapshotSource snapshot ->
                named(
                        snapshot.namespace(),
                        snapshot.name(),
                        field + ".Snapshot source snapshot is not valid",
                        field + ".Snapshot");
            case UploadSource _ -> Rules.NONE;
        };
    }

    private static List<Cause> named(@Nullable String namespace, @Nullable String name, String message, String field) {
        return Rules.unless(!Rules.isEmpty(namespace) && !Rules.isEmpty(name), message, field);
    }

    private List<Cause> url(String kind, @Nullable String url) {
        var path = field + "." + kind + ".url";
        if (url == null || url.isEmpty()) {
            return Cause.invalid(field + " source URL is empty", path);
        }
        return SourceUrl.parse(url)
                .map(parsed -> Rules.unless(
                        WEB_SCHEMES.contains(parsed.scheme()), field + " Invalid source URL scheme: " + url, path))
                .orElseGet(() -> Cause.invalid(field + " Invalid source URL: " + url, path));
    }

    private List<Cause> registry(RegistrySource registry) {
        var path = field + ".Registry";
        var method = registry.pullMethod();
        return Rules.first(
                () -> Rules.unless(
                        Rules.isEmpty(contentType) || "kubevirt".equals(contentType),
                        "ContentType must be kubevirt when Source is Registry",
                        path),
                () -> Rules.unless(
                        (registry.url() == null) != (registry.imageStream() == null),
                        "Source registry should have either URL or ImageStream",
                        path),
                () -> registry.url() == null ? Rules.NONE : registryUrl(registry.url(), path),
                () -> Rules.unless(
                        method == null || method.equals("pod") || method.equals("node"),
                        "ImportMethod " + method + " is neither pod, node or \"\"",
                        path),
                () -> registry.imageStream() == null ? Rules.NONE : imageStream(registry.imageStream(), method, path));
    }

    private static List<Cause> registryUrl(String url, String path) {
        return SourceUrl.parseReference(url)
                .map(parsed -> Rules.unless(
                        REGISTRY_SCHEMES.contains(parsed.scheme()), "Illegal registry source URL scheme " + url, path))
                .orElseGet(() -> Cause.invalid("Illegal registry source URL " + url, path));
    }

    private static List<Cause> imageStream(String imageStream, @Nullable String method, String path) {
        return Rules.first(
                () -> Rules.unless(!imageStream.isEmpty(), "Source registry ImageStream is not valid", path),
                () -> Rules.unless(
                        "node".equals(method),
                        "Source registry ImageStream is supported only with node pull import method",
                        path));
    }

    private List<Cause> imageio(ImageioSource imageio) {
        var path = field + ".Imageio";
        return Rules.first(
                () -> Rules.unless(
                        !Rules.isEmpty(imageio.secretRef()) && !Rules.isEmpty(imageio.diskId()),
                        path + " source Imageio is not valid",
                        path),
                () -> Rules.unless(
                        !Rules.isEmpty(imageio.certConfigMap()) || Boolean.TRUE.equals(imageio.insecureSkipVerify()),
                        path + " source Imageio requires CertConfigMap or InsecureSkipVerify",
                        path),
                () -> url("ImageIO", imageio.url()));
    }

    private List<Cause> vddk(VddkSource vddk) {
        var required = Stream.of(vddk.secretRef(), vddk.uuid(), vddk.backingFile(), vddk.thumbprint());
        return Rules.first(
                () -> Rules.unless(
                        required.noneMatch(Rules::isEmpty), field + ".VDDK source VDDK is not valid", field + ".VDDK"),
                () -> url("VDDK", vddk.url()));
    }
}
