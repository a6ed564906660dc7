// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.pvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.config.CDIConfig;
import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.storage.StorageClasses;
import io.cdi.api.storage.StorageProfile;
import io.cdi.contract.Annotations;
import io.cdi.contract.ContentType;
import io.cdi.contract.Labels;
import io.cdi.contract.StateAnnotations;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpecBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimRendererTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # class | volumeMode | accessModes   | size | class  | mode       | accessModes   | bytes
            -       | -          | -             | 1Gi  | virt   | Block      | ReadWriteMany | 1073741824
            -       | Filesystem | -             | 1Gi  | virt   | Filesystem | ReadWriteOnce | 1138166334
            -       | -          | ReadWriteOnce | 1Gi  | virt   | Filesystem | ReadWriteOnce | 1138166334
            -       | -          | ReadOnlyMany  | 1Gi  | virt   | -          | ReadOnlyMany  | 1138166334
            files   | -          | -             | 1Gi  | files  | Filesystem | ReadWriteOnce | 1181116007
            files   | Block      | ReadWriteMany | 1Gi  | files  | Block      | ReadWriteMany | 1073741824
            big     | -          | -             | 1Gi  | big    | Block      | ReadWriteOnce | 4294967296
            manual  | -          | -             | 1Gi  | manual | Block      | ReadWriteMany | 1073741824
            ''      | -          | -             | 1Gi  | ''     | Block      | ReadOnlyMany  | 1073741824
            files   | ''         | -             | 1Gi  | files  | Filesystem | ReadWriteOnce | 1181116007
            """)
    void completesWhatIsLeftOut(
            @Nullable String storageClass,
            @Nullable String mode,
            @Nullable String accessMode,
            String size,
            String renderedClass,
            @Nullable String renderedMode,
            String renderedAccessMode,
            long bytes) {
        var rendered = rendered(dataVolume("blank: {}", storage(storageClass, mode, accessMode, size)));

        assertThat(rendered.getStorageClassName()).isEqualTo(renderedClass);
        assertThat(rendered.getVolumeMode()).isEqualTo(renderedMode);
        assertThat(rendered.getAccessModes()).containsExactly(renderedAccessMode);
        assertThat(Sizes.requested(rendered.getResources())).contains(bytes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            bare   | -     | -             | 1Gi  | Spec is missing accessMode and volumeMode, cannot get access mode from StorageProfile bare
            files  | Block | -             | 1Gi  | Spec is missing accessMode and cannot get access mode from StorageProfile files
            gone   | -     | -             | 1Gi  | PVC spec is missing accessMode and no storageClass to choose profile
            manual | -     | -             | 9Gi  | PVC spec is missing accessMode and no storageClass to choose profile
            files  | -     | ReadWriteOnce | -    | PVC Spec is not valid - missing storage size
            files  | -     | ReadWriteOnce | 1Ki  | PVC Spec is not valid - storage size should be at least 1MiB
            """)
    void refusesWhatCannotBeCompleted(
            String storageClass,
            @Nullable String mode,
            @Nullable String accessMode,
            @Nullable String size,
            String message) {
        var dataVolume = dataVolume("blank: {}", storage(storageClass, mode, accessMode, size));

        assertThat(renderer().render(dataVolume)).isEqualTo(new Rendering.Refused(message));
    }

    @Test
    void clonesMayLeaveTheSizeToLater() {
        var dataVolume = dataVolume("pvc: {namespace: a, name: b}", storage("files", null, null, null));

        assertThat(Sizes.requested(rendered(dataVolume).getResources())).contains(0L);
    }

    @Test
    void archivesAreFilesOfTheClustersDefaultClass() {
        var dataVolume = dataVolume("upload: {}", storage(null, null, null, "1Gi") + "\n  contentType: archive");

        assertThat(rendered(dataVolume).getStorageClassName()).isEqualTo("files");
        assertThat(rendered(dataVolume).getVolumeMode()).isEqualTo("Filesystem");
    }

    @Test
    void archivesCannotBeOnBlockVolumes() {
        var dataVolume = dataVolume("upload: {}", storage(null, "Block", null, "1Gi") + "\n  contentType: archive");

        assertThat(renderer().render(dataVolume))
                .isEqualTo(new Rendering.Refused("ContentType Archive cannot have block volumeMode"));
    }

    @Test
    void pvcIsTakenAsItIs() {
        var dataVolume =
                dataVolume("blank: {}", "pvc: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}");

        assertThat(rendered(dataVolume)).isEqualTo(dataVolume.getSpec().pvc());
    }

    @Test
    void labelledDataVolumesAreLeftToAdmission() {
        var dataVolume = dataVolume("blank: {}", storage(null, null, null, "1Gi"));
        dataVolume.getMetadata().setLabels(Map.of(Labels.APPLY_STORAGE_PROFILE, "true"));

        var claim = rendered(dataVolume);

        assertThat(claim.getVolumeMode()).isEqualTo(ClaimRenderer.MODE_FROM_PROFILE);
        assertThat(claim.getStorageClassName()).isNull();
        assertThat(renderer().admit(claim, ContentType.KUBEVIRT))
                .isEqualTo(renderer().render(dataVolume("blank: {}", storage(null, null, null, "1Gi"))));
    }

    @Test
    void admissionKeepsTheSizeOfARestoredSnapshot() {
        var claim = new PersistentVolumeClaimSpecBuilder()
                .withStorageClassName("files")
                .withNewDataSourceRef()
                .withKind("VolumeSnapshot")
                .withName("snap")
                .endDataSourceRef()
                .withResources(Sizes.withRequest(null, GIB))
                .build();

        assertThat(renderer().admit(claim, ContentType.KUBEVIRT))
                .isInstanceOfSatisfying(
                        Rendering.Rendered.class,
                        rendered -> assertThat(Sizes.requested(rendered.spec().getResources()))
                                .contains(GIB));
    }

    @Test
    void theClaimCarriesTheDataVolumesMarks() {
        var dataVolume = dataVolume("blank: {}", storage("files", null, null, "1Gi") + "\n  priorityClassName: high");
        dataVolume.getMetadata().setUid("uid-1");
        dataVolume.getMetadata().setLabels(Map.of("mine", "yes", Labels.APP, "own"));
        dataVolume
                .getMetadata()
                .setAnnotations(
                        Map.of("note", "kept", Annotations.POPULATED_FOR, "dv", Annotations.CLONE_TOKEN, "secret"));

        var claim = DesiredClaim.of(dataVolume, rendered(dataVolume), null);

        assertThat(claim.getMetadata().getLabels())
                .isEqualTo(Map.of("mine", "yes", Labels.APP, "own", Labels.VOLUME_FILLING_UP_ALERT, "disabled"));
        assertThat(claim.getMetadata().getAnnotations())
                .isEqualTo(Map.of(
                        "note",
                        "kept",
                        StateAnnotations.POD_RESTARTS,
                        "0",
                        Annotations.CONTENT_TYPE,
                        "kubevirt",
                        Annotations.POD_PRIORITY_CLASS,
                        "high",
                        Annotations.PREALLOCATION_REQUESTED,
                        "false",
                        StateAnnotations.CREATED_FOR_DATA_VOLUME,
                        "uid-1"));
        assertThat(claim.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("uid-1"))
                .satisfies(owner -> assertThat(owner.getController()).isTrue());
    }

    private static PersistentVolumeClaimSpec rendered(DataVolume dataVolume) {
        return ((Rendering.Rendered) renderer().render(dataVolume)).spec();
    }

    private static ClaimRenderer renderer() {
        var cluster = """
                classes:
                  - {metadata: {name: virt, annotations: {storageclass.kubevirt.io/is-default-virt-class: "true"}}}
                  - {metadata: {name: files, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}}
                  - {metadata: {name: big}}
                  - {metadata: {name: bare}}
                profiles:
                  virt: {status: {claimPropertySets: [
                    {accessModes: [ReadWriteMany], volumeMode: Block},
                    {accessModes: [ReadWriteOnce], volumeMode: Filesystem}]}}
                  files: {status: {claimPropertySets: [{accessModes: [ReadWriteOnce], volumeMode: Filesystem}]}}
                  big: {metadata: {annotations: {cdi.kubevirt.io/minimumSupportedPvcSize: 4Gi}},
                        status: {claimPropertySets: [{accessModes: [ReadWriteOnce], volumeMode: Block}]}}
                volumes:
                  - {spec: {storageClassName: manual, volumeMode: Block, accessModes: [ReadWriteMany],
                            capacity: {storage: 5Gi}}, status: {phase: Available}}
                  - {spec: {volumeMode: Block, accessModes: [ReadOnlyMany], capacity: {storage: 5Gi}}, status: {phase: Available}}
                config: {spec: {}, status: {filesystemOverhead: {global: "0.06", storageClass: {files: "0.1"}}}}
                """;
        var fixture = YAML.unmarshal(cluster, Cluster.class);
        return new ClaimRenderer(new ClusterStorage(
                new StorageClasses(fixture.classes()), fixture.profiles(), fixture.volumes(), fixture.config()));
    }

    private record Cluster(
            List<StorageClass> classes,
            Map<String, StorageProfile> profiles,
            List<PersistentVolume> volumes,
            CDIConfig config) {}

    private static DataVolume dataVolume(String source, String storage) {
        return YAML.unmarshal(
                "apiVersion: cdi.kubevirt.io/v1beta1\nkind: DataVolume\nmetadata: {name: dv, namespace: ns}\nspec:\n"
                        + "  source: {" + source + "}\n  " + storage,
                DataVolume.class);
    }

    private static String storage(
            @Nullable String storageClass, @Nullable String mode, @Nullable String accessMode, @Nullable String size) {
        var members = new ArrayList<String>();
        if (storageClass != null) {
            members.add("storageClassName: '" + storageClass + "'");
        }
        if (mode != null) {
            members.add("volumeMode: '" + mode + "'");
        }
        if (accessMode != null) {
            members.add("accessModes: [" + accessMode + "]");
        }
        if (size != null) {
            members.add("resources: {requests: {storage: " + size + "}}");
        }
        return "storage: {" + String.join(", ", members) + "}";
    }
}
