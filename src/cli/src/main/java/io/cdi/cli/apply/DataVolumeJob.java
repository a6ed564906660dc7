// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.cdi.api.datavolume.DataVolumeSpec;
import io.cdi.api.datavolume.Source;
import io.cdi.api.datavolume.StorageSpec;
import io.cdi.api.validation.Cause;
import io.cdi.api.validation.DataVolumeSpecRules;
import io.cdi.cli.apply.Job.Work;
import io.cdi.contract.ContentType;
import io.cdi.engine.ByteCount;
import io.cdi.engine.transfer.ImportRequest.Content;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirements;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A DataVolume as a job: what the admission webhook refuses is refused here in its words, and then what needs a
/// cluster.
final class DataVolumeJob {

    private static final ObjectMapper SORTED =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private DataVolumeJob() {}

    /// @param warnings told of what is not done as it is written
    /// @throws IllegalArgumentException for what is refused
    static Job of(
            VolumeName name,
            JsonNode manifest,
            Manifests manifests,
            Certificates certificates,
            Consumer<String> warnings) {
        DataVolumeSpec spec = SpecReader.read(manifest, warnings);
        OptionalLong size = size(spec);
        List<Cause> causes = DataVolumeSpecRules.check("spec", spec);
        if (!causes.isEmpty()) {
            throw new IllegalArgumentException(causes.getFirst().message());
        }
        if (ofClaim(spec, PersistentVolumeClaimSpec::getVolumeMode, StorageSpec::volumeMode)
                .filter("Block"::equals)
                .isPresent()) {
            warnings.accept("volumeMode Block is made as a file: a folder is the storage class here");
        }
        Content content = switch (ContentType.orDisk(spec.contentType())) {
            case KUBEVIRT -> Content.DISK;
            case ARCHIVE -> Content.ARCHIVE;
        };
        Work work = new SourceWork(name.namespace(), content, manifests, certificates, warnings).of(source(spec));
        return new Job(name, work, size, Boolean.TRUE.equals(spec.preallocation()), hash(manifest));
    }

    private static Source source(DataVolumeSpec spec) {
        if (spec.isExternallyPopulated()) {
            throw new IllegalArgumentException("external population (dataSource, dataSourceRef) needs a cluster");
        }
        if (spec.source() == null) {
            throw new IllegalArgumentException("sourceRef needs a cluster; write its source into the manifest");
        }
        return spec.source().only().orElseThrow();
    }

    /// Empty for a clone of the source's size, and for what the rules refuse.
    ///
    /// @throws IllegalArgumentException for what is no size at all
    private static OptionalLong size(DataVolumeSpec spec) {
        return ofClaim(spec, PersistentVolumeClaimSpec::getResources, StorageSpec::resources)
                .map(VolumeResourceRequirements::getRequests)
                .map((Map<String, Quantity> requests) -> requests.get("storage"))
                .map(Quantity::toString)
                .filter(text -> !text.startsWith("-"))
                .map(text -> OptionalLong.of(ByteCount.parse(text).bytes()))
                .orElse(OptionalLong.empty());
    }

    /// A field that both ways to describe a claim have.
    private static <T> Optional<T> ofClaim(
            DataVolumeSpec spec,
            Function<PersistentVolumeClaimSpec, @Nullable T> ofPvc,
            Function<StorageSpec, @Nullable T> ofStorage) {
        return Optional.ofNullable(spec.pvc())
                .map(ofPvc)
                .or(() -> Optional.ofNullable(spec.storage()).map(ofStorage));
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
