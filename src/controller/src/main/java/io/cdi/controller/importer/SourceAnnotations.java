// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.importer;

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
import io.cdi.contract.ImportAnnotations;
import io.cdi.contract.NodePull;
import io.cdi.contract.SourceType;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A source, in the words that a claim carries for its importer pod.
public final class SourceAnnotations {

    private final Map<String, String> annotations = new TreeMap<>();

    private SourceAnnotations() {}

    /// @return empty for a source that no importer reads
    public static Map<String, String> of(Source source) {
        SourceAnnotations words = new SourceAnnotations();
        words.describe(source);
        return words.annotations;
    }

    /// What kind of source a claim's words are about.
    static SourceType typeOf(PersistentVolumeClaim claim) {
        return Optional.ofNullable(Facts.annotation(claim, ImportAnnotations.SOURCE))
                .flatMap(SourceType::of)
                .orElse(SourceType.HTTP);
    }

    /// Whether the node pulls the image, and not the importer.
    static boolean isNodePull(PersistentVolumeClaim claim) {
        return typeOf(claim) == SourceType.REGISTRY
                && NodePull.METHOD.equals(Facts.annotation(claim, ImportAnnotations.REGISTRY_IMPORT_METHOD));
    }

    private void describe(Source source) {
        switch (source) {
            case HttpSource http -> http(http);
            case S3Source s3 -> from(SourceType.S3, s3.url(), s3.secretRef(), s3.certConfigMap());
            case GcsSource gcs -> from(SourceType.GCS, gcs.url(), gcs.secretRef(), null);
            case RegistrySource registry -> registry(registry);
            case BlankSource _ -> put(ImportAnnotations.SOURCE, SourceType.BLANK.word());
            case ImageioSource _, VddkSource _, UploadSource _, PvcSource _, SnapshotSource _ -> {}
        }
    }

    private void http(HttpSource http) {
        from(SourceType.HTTP, http.url(), http.secretRef(), http.certConfigMap());
        put(ImportAnnotations.CHECKSUM, http.checksum());
        if (Boolean.TRUE.equals(http.insecureSkipVerify())) {
            put(ImportAnnotations.INSECURE_SKIP_VERIFY, "true");
        }
        numbered(ImportAnnotations.EXTRA_HEADER_PREFIX, http.extraHeaders());
        numbered(ImportAnnotations.SECRET_EXTRA_HEADER_PREFIX, http.secretExtraHeaders());
    }

    private void registry(RegistrySource registry) {
        from(SourceType.REGISTRY, registry.url(), registry.secretRef(), registry.certConfigMap());
        put(ImportAnnotations.REGISTRY_IMPORT_METHOD, registry.pullMethod());
        if (registry.url() == null && registry.imageStream() != null) {
            put(ImportAnnotations.ENDPOINT, registry.imageStream());
            put(ImportAnnotations.REGISTRY_IMAGE_STREAM, "true");
        }
        if (registry.platform() != null) {
            put(
                    ImportAnnotations.REGISTRY_IMAGE_ARCHITECTURE,
                    registry.platform().architecture());
        }
    }

    private void from(SourceType type, @Nullable String url, @Nullable String secret, @Nullable String authorities) {
        put(ImportAnnotations.SOURCE, type.word());
        put(ImportAnnotations.ENDPOINT, url);
        put(ImportAnnotations.SECRET_NAME, secret);
        put(ImportAnnotations.CERT_CONFIG_MAP, authorities);
    }

    private void numbered(String prefix, @Nullable List<String> values) {
        int next = 0;
        for (String value : values == null ? List.<String>of() : values) {
            if (!value.isEmpty()) {
                put(prefix + next++, value);
            }
        }
    }

    private void put(String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            annotations.put(key, value);
        }
    }
}
