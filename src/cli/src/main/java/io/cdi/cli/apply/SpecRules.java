// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.cdi.cli.apply.Job.Work;
import io.cdi.engine.ByteCount;
import io.cdi.engine.transfer.ImportRequest.Content;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/// The spec of a DataVolume as a job, by the rules and in the words of the admission webhook, as far as the
/// fields matter on one machine. Refusals are [IllegalArgumentException]s.
final class SpecRules {

    private static final long SMALLEST_SIZE = 1 << 20;
    private static final ObjectMapper SORTED =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private SpecRules() {}

    static Job job(VolumeName name, Fields dataVolume, JsonNode spec, Manifests manifests, Certificates certificates) {
        Fields fields = dataVolume
                .object("spec")
                .orElseThrow(() -> new IllegalArgumentException("spec is missing"))
                .knowing(
                        "source",
                        "sourceRef",
                        "pvc",
                        "storage",
                        "priorityClassName",
                        "serviceAccountName",
                        "contentType",
                        "checkpoints",
                        "finalCheckpoint",
                        "preallocation");
        boolean ofStorage = ofStorage(fields);
        OptionalLong size = size(fields, ofStorage);
        Fields source = source(fields);
        Work work = new SourceRules(name.namespace(), content(fields), manifests, certificates).work(source);
        if (size.isEmpty() && !(ofStorage && work instanceof Work.Clone)) {
            throw new IllegalArgumentException((ofStorage ? "Storage" : "PVC") + " size is missing");
        }
        return new Job(name, work, size, fields.flag("preallocation"), hash(spec));
    }

    private static boolean ofStorage(Fields spec) {
        boolean pvc = spec.object("pvc").isPresent();
        boolean storage = spec.object("storage").isPresent();
        if (pvc && storage) {
            throw new IllegalArgumentException(
                    "Duplicate storage definition, both target storage and target pvc defined");
        }
        if (!pvc && !storage) {
            throw new IllegalArgumentException("Missing Data volume PVC");
        }
        return storage;
    }

    private static OptionalLong size(Fields spec, boolean ofStorage) {
        String kind = ofStorage ? "Storage" : "PVC";
        Fields claim = spec.object(ofStorage ? "storage" : "pvc").orElseThrow();
        claim.knowing(
                "accessModes",
                "selector",
                "resources",
                "volumeName",
                "storageClassName",
                "volumeMode",
                "dataSource",
                "dataSourceRef",
                "volumeAttributesClassName");
        if (claim.object("dataSource").isPresent()
                || claim.object("dataSourceRef").isPresent()) {
            throw new IllegalArgumentException("external population (dataSource, dataSourceRef) needs a cluster");
        }
        claim.filledText("volumeMode")
                .filter(mode -> mode.equals("Block"))
                .ifPresent(_ -> claim.warn("volumeMode Block is made as a file: a folder is the storage class here"));
        Optional<String> request = claim.object("resources")
                .flatMap(resources -> resources.object("requests"))
                .flatMap(requests -> requests.filledText("storage"));
        return request.map(text -> OptionalLong.of(bytes(kind, text))).orElse(OptionalLong.empty());
    }

    private static long bytes(String kind, String quantity) {
        if (quantity.startsWith("-")) {
            throw new IllegalArgumentException(kind + " size can't be equal or less than zero");
        }
        long bytes = ByteCount.parse(quantity).bytes();
        if (bytes == 0) {
            throw new IllegalArgumentException(kind + " size can't be equal or less than zero");
        }
        if (bytes < SMALLEST_SIZE) {
            throw new IllegalArgumentException(kind + " size should be at least 1MiB");
        }
        return bytes;
    }

    private static Fields source(Fields spec) {
        Optional<Fields> source = spec.object("source");
        boolean reference = spec.object("sourceRef").isPresent();
        if (source.isPresent() == reference) {
            throw new IllegalArgumentException(
                    "Data volume should have either Source or SourceRef, or be externally populated");
        }
        return source.orElseThrow(
                () -> new IllegalArgumentException("sourceRef needs a cluster; write its source into the manifest"));
    }

    private static Content content(Fields spec) {
        return switch (spec.text("contentType").orElse("")) {
            case "", "kubevirt" -> Content.DISK;
            case "archive" -> Content.ARCHIVE;
            default -> throw new IllegalArgumentException("ContentType not one of: kubevirt, archive");
        };
    }

    /// The same for all spellings of the same spec: the order of fields and the layout of the YAML do not count.
    private static String hash(JsonNode spec) {
        try {
            Object plain = SORTED.treeToValue(spec, Object.class);
            byte[] canonical = SORTED.writeValueAsString(plain).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("hash of a spec", e);
        }
    }
}
