// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.importer;

import io.cdi.api.config.CDIConfigSpec;
import io.cdi.api.config.CDIConfigStatus;
import io.cdi.api.config.ImportProxy;
import io.cdi.contract.Annotations;
import io.cdi.contract.CacheMode;
import io.cdi.contract.CheckpointAnnotations;
import io.cdi.contract.ContentType;
import io.cdi.contract.ImportAnnotations;
import io.cdi.contract.ImporterEnvironment;
import io.cdi.contract.Mounts;
import io.cdi.contract.NodePull;
import io.cdi.contract.SecretKeys;
import io.cdi.contract.SourceType;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.worker.ObservedClaim;
import io.cdi.controller.worker.WorkerShape;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The environment of an importer's container. The first group is always there, empty where it does not
/// apply.
final class PodEnvironment {

    private static final String SCHEME_END = "://";
    private static final String DOCKER = "docker";

    private final ObservedClaim seen;
    private final SourceType type;
    private final List<EnvVar> variables = new ArrayList<>();

    private PodEnvironment(ObservedClaim seen) {
        this.seen = seen;
        this.type = SourceAnnotations.typeOf(seen.claim());
    }

    static List<EnvVar> of(ObservedClaim seen) {
        PodEnvironment environment = new PodEnvironment(seen);
        environment.what();
        environment.how();
        if (environment.type != SourceType.BLANK) {
            environment.access();
        }
        return environment.variables;
    }

    private void what() {
        boolean nodePull = SourceAnnotations.isNodePull(seen.claim());
        put(ImporterEnvironment.SOURCE, nodePull ? SourceType.HTTP.word() : type.word());
        put(ImporterEnvironment.ENDPOINT, nodePull ? NodePull.ENDPOINT : read(ImportAnnotations.ENDPOINT));
        put(
                ImporterEnvironment.CONTENT_TYPE,
                ContentType.orDisk(read(Annotations.CONTENT_TYPE)).word());
        put(ImporterEnvironment.IMAGE_SIZE, Facts.requestedSize(seen.claim()).toString());
        put(ImporterEnvironment.OWNER_UID, seen.ownerUid());
        put(ImporterEnvironment.FILESYSTEM_OVERHEAD, seen.overhead());
        put(ImporterEnvironment.INSECURE_TLS, String.valueOf(isInsecure()));
        put(ImporterEnvironment.DISK_ID, read(ImportAnnotations.DISK_ID));
        put(ImporterEnvironment.UUID, read(ImportAnnotations.UUID));
        put(ImporterEnvironment.BACKING_FILE, read(ImportAnnotations.BACKING_FILE));
        put(ImporterEnvironment.THUMBPRINT, read(ImportAnnotations.VDDK_THUMBPRINT));
        put(ImporterEnvironment.PULL_METHOD, nodePull ? NodePull.METHOD : "");
        put(ImporterEnvironment.READY_FILE, nodePull ? NodePull.READY_FILE : "");
        put(ImporterEnvironment.DONE_FILE, nodePull ? NodePull.DONE_FILE : "");
    }

    private void how() {
        Optional<ImportProxy> proxy = type == SourceType.BLANK
                ? Optional.empty()
                : seen.cluster().settings().map(CDIConfigStatus::importProxy);
        put(ImporterEnvironment.HTTP_PROXY, proxy.map(ImportProxy::httpProxy).orElse(""));
        put(ImporterEnvironment.HTTPS_PROXY, proxy.map(ImportProxy::httpsProxy).orElse(""));
        put(ImporterEnvironment.NO_PROXY, proxy.map(ImportProxy::noProxy).orElse(""));
        put(ImporterEnvironment.CURRENT_CHECKPOINT, read(CheckpointAnnotations.CURRENT));
        put(ImporterEnvironment.PREVIOUS_CHECKPOINT, read(CheckpointAnnotations.PREVIOUS));
        put(ImporterEnvironment.FINAL_CHECKPOINT, read(CheckpointAnnotations.FINAL));
        put(
                ImporterEnvironment.PREALLOCATION,
                String.valueOf(Facts.says(seen.claim(), Annotations.PREALLOCATION_REQUESTED)));
        put(ImporterEnvironment.CACHE_MODE, seen.needsDirectIo() ? CacheMode.TRY_NONE : "");
        put(ImporterEnvironment.REGISTRY_IMAGE_ARCHITECTURE, read(ImportAnnotations.REGISTRY_IMAGE_ARCHITECTURE));
        put(ImporterEnvironment.CHECKSUM, read(ImportAnnotations.CHECKSUM));
    }

    private void access() {
        String secret = Facts.filledAnnotation(seen.claim(), ImportAnnotations.SECRET_NAME);
        if (secret != null && type == SourceType.GCS) {
            put(ImporterEnvironment.GOOGLE_CREDENTIALS, Mounts.GOOGLE_CREDENTIALS);
        } else if (secret != null) {
            fromSecret(ImporterEnvironment.ACCESS_KEY_ID, secret, SecretKeys.ACCESS_KEY_ID);
            fromSecret(ImporterEnvironment.SECRET_KEY, secret, SecretKeys.SECRET_KEY);
        }
        if (Facts.filledAnnotation(seen.claim(), ImportAnnotations.CERT_CONFIG_MAP) != null) {
            put(ImporterEnvironment.CERT_DIR, Mounts.CERTS);
        }
        if (ImporterVolumes.proxyAuthority(seen).isPresent()) {
            put(ImporterEnvironment.PROXY_CERT_DIR, Mounts.PROXY_CERTS);
        }
        for (int i = 0; ; i++) {
            String header = Facts.annotation(seen.claim(), ImportAnnotations.EXTRA_HEADER_PREFIX + i);
            if (header == null) {
                return;
            }
            put(ImporterEnvironment.EXTRA_HEADER_PREFIX + i, header);
        }
    }

    private boolean isInsecure() {
        if (type == SourceType.HTTP && Facts.says(seen.claim(), ImportAnnotations.INSECURE_SKIP_VERIFY)) {
            return true;
        }
        String endpoint = read(ImportAnnotations.ENDPOINT);
        return endpoint.startsWith(DOCKER + SCHEME_END)
                && seen.cluster()
                        .wishes()
                        .map(CDIConfigSpec::insecureRegistries)
                        .orElse(List.of())
                        .contains(hostOf(endpoint));
    }

    private static String hostOf(String endpoint) {
        try {
            String host = URI.create(endpoint).getRawAuthority();
            return host == null ? "" : host;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /// The image that an endpoint names: without its scheme, or the name of an ImageStream as it is.
    static String imageOf(String endpoint) {
        int end = endpoint.indexOf(SCHEME_END);
        return end < 0 ? endpoint : endpoint.substring(end + SCHEME_END.length());
    }

    private String read(String annotation) {
        return Facts.annotations(seen.claim()).getOrDefault(annotation, "");
    }

    private void put(String name, @Nullable String value) {
        variables.add(new EnvVarBuilder()
                .withName(name)
                .withValue(value == null ? "" : value)
                .build());
    }

    private void fromSecret(String name, String secret, String key) {
        variables.add(WorkerShape.fromSecret(name, secret, key));
    }
}
