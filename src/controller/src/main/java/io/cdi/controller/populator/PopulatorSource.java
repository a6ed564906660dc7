// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.populator;

import io.cdi.api.names.ObjectNames;
import io.cdi.api.populator.VolumeImportSource;
import io.cdi.api.populator.VolumeImportSourceSpec;
import io.cdi.api.populator.VolumeUploadSource;
import io.cdi.api.populator.VolumeUploadSourceSpec;
import io.cdi.contract.StateAnnotations;
import io.cdi.contract.UploadAnnotations;
import io.cdi.controller.importer.SourceAnnotations;
import io.cdi.controller.objects.Facts;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a claim is to be populated from, whichever kind of object says so.
///
/// @param targetClaim the only claim that it is for; null for any
/// @param annotations with which a claim asks a worker to fill it from there
public record PopulatorSource(
        Kind kind,
        boolean isDeleting,
        @Nullable String targetClaim,
        @Nullable String contentType,
        @Nullable Boolean preallocation,
        Map<String, String> annotations) {

    /// The kinds of sources, and the words of their events.
    public enum Kind {
        VolumeImportSource("importSucceeded", "Successfully imported into ", "importFailed", "import into "),
        VolumeUploadSource("UploadSucceeded", "Successfully uploaded into ", "UploadFailed", "Upload into ");

        final String success;
        final String successWords;
        final String failure;
        final String failureWords;

        Kind(String success, String successWords, String failure, String failureWords) {
            this.success = success;
            this.successWords = successWords;
            this.failure = failure;
            this.failureWords = failureWords;
        }

        /// How a prime names the pod that is to fill it.
        Map<String, String> worker(String prime) {
            return switch (this) {
                case VolumeImportSource -> Map.of(StateAnnotations.IMPORT_POD_NAME, ObjectNames.importerPod(prime));
                case VolumeUploadSource -> Map.of(UploadAnnotations.UPLOAD_POD_NAME, ObjectNames.uploadPod(prime));
            };
        }
    }

    public static PopulatorSource of(VolumeImportSource object) {
        VolumeImportSourceSpec spec = object.getSpec();
        Map<String, String> annotations = new TreeMap<>();
        if (spec.source() != null) {
            spec.source().members().forEach(member -> annotations.putAll(SourceAnnotations.of(member)));
        }
        return new PopulatorSource(
                Kind.VolumeImportSource,
                Facts.isDeleting(object),
                spec.targetClaim(),
                spec.contentType(),
                spec.preallocation(),
                annotations);
    }

    public static PopulatorSource of(VolumeUploadSource object) {
        VolumeUploadSourceSpec spec = object.getSpec();
        return new PopulatorSource(
                Kind.VolumeUploadSource,
                Facts.isDeleting(object),
                null,
                spec == null ? null : spec.contentType(),
                spec == null ? null : spec.preallocation(),
                Map.of(UploadAnnotations.UPLOAD_TARGET, ""));
    }
}
