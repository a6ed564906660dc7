// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.contract.Annotations;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataVolumeRulesTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final String CLAIM = "storage: {resources: {requests: {storage: 1Gi}}}";
    private static final ExistingClaim NOTHING = new ExistingClaim(null, false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source: {http: {url: 'https://host:8443/a b?c=d', checksum: ' MD5 : d41d8cd98f00b204e9800998ecf8427e'}}",
                "source: {s3: {url: 'http://[::1]:9000/bucket/key'}}",
                "source: {gcs: {url: 'gs://bucket/key'}}",
                "source: {registry: {url: 'docker://host:5000/name:tag', pullMethod: node}}",
                "source: {registry: {url: 'oci-archive:/path'}}",
                "source: {registry: {imageStream: 'name:tag', pullMethod: node}}",
                "source: {pvc: {namespace: a, name: b}}",
                "source: {snapshot: {namespace: a, name: b}}",
                "source: {upload: {}}, contentType: archive",
                "source: {blank: {}}",
                "source: {imageio: {url: 'https://e', diskId: d, secretRef: s, insecureSkipVerify: true}}",
                "source: {vddk: {url: 'https://v', uuid: u, backingFile: b, thumbprint: t, secretRef: s}}",
                "sourceRef: {kind: DataSource, name: golden}"
            })
    void admitsEverySource(String source) {
        assertThat(check(source + ", " + CLAIM)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            source: {blank: {}} | Missing Data volume PVC | spec.PVC
            source: {blank: {}}, pvc: {}, storage: {} | Duplicate storage definition, both target storage and target pvc defined | spec.PVC.Storage
            source: {blank: {}}, storage: {resources: {requests: {storage: '0'}}} | Storage size can't be equal or less than zero | spec.Storage.resources.requests.size
            source: {blank: {}}, storage: {resources: {requests: {storage: 1023Ki}}} | Storage size should be at least 1MiB | spec.Storage.resources.requests.size
            source: {blank: {}}, storage: {resources: {requests: {storage: -1Gi}}} | Storage size can't be equal or less than zero | spec.Storage.resources.requests.size
            source: {blank: {}}, storage: {resources: {requests: {storage: 1e3}}} | Storage size should be at least 1MiB | spec.Storage.resources.requests.size
            source: {blank: {}}, storage: {resources: {requests: {storage: '1e1.5'}}} | Storage size is no quantity: 1e1.5 | spec.Storage.resources.requests.size
            source: {blank: {}}, storage: {} | Storage size is missing | spec.Storage.resources.requests.size
            source: {pvc: {namespace: a, name: b}}, pvc: {} | PVC size is missing | spec.PVC.resources.requests.size
            source: {blank: {}}, pvc: {resources: {requests: {storage: 1Gi}}} | Required value: at least 1 access mode is required | spec.PVC.accessModes
            source: {blank: {}}, pvc: {resources: {requests: {storage: 1Gi}}, accessModes: [ReadWriteOnce, ReadWriteMany]} | PVC multiple accessModes | spec.PVC.accessModes
            source: {blank: {}}, pvc: {resources: {requests: {storage: 1Gi}}, accessModes: [Any]} | Unsupported value: "Any": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod" | spec.PVC.accessModes
            """)
    void refusesTheClaim(String spec, String message, String field) {
        assertThat(check(spec)).containsExactly(new Cause(Cause.Reason.INVALID, message, field));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            source: {blank: {}}, sourceRef: {kind: DataSource, name: a} | Data volume should have either Source or SourceRef, or be externally populated | spec.source
            priorityClassName: high | Data volume should have either Source or SourceRef, or be externally populated | spec.source
            sourceRef: {kind: '', name: a} | Missing sourceRef kind | spec.sourceRef.Kind
            sourceRef: {kind: Pod, name: a} | Unsupported sourceRef kind Pod, currently only DataSource is supported | spec.sourceRef.Kind
            sourceRef: {kind: DataSource, name: ''} | Missing sourceRef name | spec.sourceRef.Name
            source: {} | Missing Data volume source | spec.source
            source: {blank: {}, upload: {}} | Multiple Data volume sources | spec.source
            source: {blank: {}}, contentType: iso | ContentType not one of: kubevirt, archive | spec.contentType
            source: {blank: {}}, contentType: archive | SourceType cannot be blank and the contentType be archive | spec.source.Blank
            source: {pvc: {namespace: '', name: a}} | spec.source.PVC source PVC is not valid | spec.source.PVC
            source: {snapshot: {namespace: a, name: ''}} | spec.source.Snapshot source snapshot is not valid | spec.source.Snapshot
            source: {http: {url: ''}} | spec.source source URL is empty | spec.source.HTTP.url
            source: {http: {url: 'host/path'}} | spec.source Invalid source URL: host/path | spec.source.HTTP.url
            source: {http: {url: 'http://a b/'}} | spec.source Invalid source URL: http://a b/ | spec.source.HTTP.url
            source: {http: {url: 'http://a:x/'}} | spec.source Invalid source URL: http://a:x/ | spec.source.HTTP.url
            source: {http: {url: 'http://a/%zz'}} | spec.source Invalid source URL: http://a/%zz | spec.source.HTTP.url
            source: {http: {url: /path}} | spec.source Invalid source URL scheme: /path | spec.source.HTTP.url
            source: {s3: {url: 's3://bucket/key'}} | spec.source Invalid source URL scheme: s3://bucket/key | spec.source.S3.url
            source: {http: {url: 'http://a', checksum: abc}} | Invalid checksum format: expected 'algorithm:hash' | spec.source.HTTP.checksum
            source: {http: {url: 'http://a', checksum: 'md5:'}} | Invalid checksum format: the hash is empty | spec.source.HTTP.checksum
            source: {http: {url: 'http://a', checksum: 'crc:1'}} | Invalid checksum format: unsupported algorithm 'crc'; supported are md5, sha1, sha256, sha512 | spec.source.HTTP.checksum
            source: {http: {url: 'http://a', checksum: 'md5:1'}} | Invalid checksum format: md5 has 32 digits, not 1 | spec.source.HTTP.checksum
            source: {http: {url: 'http://a', checksum: 'md5:x41d8cd98f00b204e9800998ecf8427e'}} | Invalid checksum format: the hash is not hexadecimal | spec.source.HTTP.checksum
            source: {registry: {url: 'docker://a'}}, contentType: archive | ContentType must be kubevirt when Source is Registry | spec.source.Registry
            source: {registry: {}} | Source registry should have either URL or ImageStream | spec.source.Registry
            source: {registry: {url: 'http://a'}} | Illegal registry source URL scheme http://a | spec.source.Registry
            source: {registry: {url: 'host/name:tag'}} | Illegal registry source URL scheme host/name:tag | spec.source.Registry
            source: {registry: {url: 'name'}} | Illegal registry source URL scheme name | spec.source.Registry
            source: {registry: {url: ''}} | ~Illegal registry source URL scheme ~ | spec.source.Registry
            source: {registry: {url: '1.2.3.4:5000/name'}} | Illegal registry source URL 1.2.3.4:5000/name | spec.source.Registry
            source: {registry: {url: 'docker://a b'}} | Illegal registry source URL docker://a b | spec.source.Registry
            source: {registry: {url: 'docker://a', pullMethod: ''}} | ImportMethod  is neither pod, node or "" | spec.source.Registry
            source: {registry: {imageStream: '', pullMethod: node}} | Source registry ImageStream is not valid | spec.source.Registry
            source: {registry: {imageStream: a}} | Source registry ImageStream is supported only with node pull import method | spec.source.Registry
            source: {imageio: {url: 'https://e', diskId: d}} | spec.source.Imageio source Imageio is not valid | spec.source.Imageio
            source: {imageio: {url: 'https://e', diskId: d, secretRef: s}} | spec.source.Imageio source Imageio requires CertConfigMap or InsecureSkipVerify | spec.source.Imageio
            source: {imageio: {url: '', diskId: d, secretRef: s, certConfigMap: c}} | spec.source source URL is empty | spec.source.ImageIO.url
            source: {vddk: {url: 'https://v'}} | spec.source.VDDK source VDDK is not valid | spec.source.VDDK
            """)
    void refusesTheSource(String spec, String message, String field) {
        assertThat(check(spec + ", " + CLAIM)).containsExactly(new Cause(Cause.Reason.INVALID, message, field));
    }

    @Test
    void reportsUrlAndChecksumTogether() {
        assertThat(check("source: {http: {url: '', checksum: x}}, " + CLAIM)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            dataSource: {kind: Other, name: a, apiGroup: g} | ~~
            dataSource: {kind: PersistentVolumeClaim, name: a} | ~~
            dataSourceRef: {kind: Other, name: '', namespace: n} | Invalid value: DataSourceRef namespace not supported;Required value: DataSourceRef name;Required value: DataSourceRef apiGroup when kind is not 'PersistentVolumeClaim'
            dataSource: {kind: Other, name: a, apiGroup: g}, dataSourceRef: {kind: Other, name: a, apiGroup: g} | DataSourceRef and DataSource must match
            dataSource: {kind: '', name: '', apiGroup: ''} | Required value: DataSource name;Required value: DataSource kind;Required value: DataSource apiGroup when kind is not 'PersistentVolumeClaim'
            """)
    void externalPopulationReportsEverything(String dataSource, String messages) {
        var causes = check("storage: {resources: {requests: {storage: 1Gi}}, " + dataSource + "}");

        assertThat(String.join(";", causes.stream().map(Cause::message).toList()))
                .isEqualTo(messages);
    }

    @Test
    void refusesASpecThatChanges() {
        var old = dataVolume("source: {blank: {}}, " + CLAIM);

        assertThat(DataVolumeRules.update(dataVolume("source: {upload: {}}, " + CLAIM), old))
                .containsExactly(new Cause(Cause.Reason.DUPLICATE, "Cannot update DataVolume Spec", "DataVolume.Spec"));
    }

    @Test
    void emptyAndAbsentAreTheSame() {
        var old = dataVolume("source: {http: {url: 'http://a', secretRef: '', extraHeaders: []}}, checkpoints: [], "
                + "storage: {resources: {requests: {storage: 1Gi}}}");
        var same = dataVolume(
                "source: {http: {url: 'http://a'}}, " + "storage: {resources: {requests: {storage: 1024Mi}}}");

        assertThat(DataVolumeRules.update(same, old)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            source: {pvc: {namespace: a, name: b}}, storage: {} | source: {pvc: {namespace: a, name: b}}, storage: {resources: {}}
            source: {pvc: {namespace: a, name: b}}, storage: {} | source: {pvc: {namespace: a, name: b}}, storage: {resources: {requests: {}}}
            source: {blank: {}}, storage: {resources: {requests: {storage: '1e500000000'}}} | source: {blank: {}}, storage: {resources: {requests: {storage: '10e499999999'}}}
            source: {blank: {}}, finalCheckpoint: false, storage: {resources: {requests: {storage: 1Gi}}} | source: {blank: {}}, storage: {resources: {requests: {storage: 1Gi}}}
            """)
    void whatClientsAddOrLeaveOutIsNoChange(String one, String other) {
        assertThat(DataVolumeRules.update(dataVolume(one), dataVolume(other))).isEmpty();
        assertThat(DataVolumeRules.update(dataVolume(other), dataVolume(one))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            source: {blank: {}}, storage: {} | source: {upload: {}}, storage: {}
            source: {blank: {}}, storage: {} | source: {blank: {}}, pvc: {}
            source: {blank: {}}, storage: {} | source: {blank: {}}
            source: {blank: {}}, finalCheckpoint: true | source: {blank: {}}
            storage: {selector: {matchLabels: {fast: ''}}} | storage: {selector: {matchLabels: {slow: ''}}}
            storage: {selector: {matchLabels: {storage: fast}}} | storage: {selector: {matchLabels: {storage: slow}}}
            """)
    void whatIsChosenByAnEmptyObjectCounts(String one, String other) {
        assertThat(SameSpec.same(dataVolume(one).getSpec(), dataVolume(other).getSpec()))
                .isFalse();
    }

    @Test
    void warmImportsGainStages() {
        var source = "source: {imageio: {url: 'https://e', diskId: d, secretRef: s, certConfigMap: c}}, " + CLAIM;
        var old = dataVolume(source + ", checkpoints: [{previous: '', current: a}]");
        var more = dataVolume(source
                + ", finalCheckpoint: true, checkpoints: [{previous: '', current: a}, {previous: a, current: b}]");

        assertThat(DataVolumeRules.update(more, old)).isEmpty();
        assertThat(DataVolumeRules.update(dataVolume(source), old)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            {}                                                          | -     | false | false
            {}                                                          | -     | true  | true
            {}                                                          | false | true  | false
            {}                                                          | true  | false | true
            {annotations: {cdi.kubevirt.io/storage.populatedFor: dv}}   | -     | false | true
            {annotations: {cdi.kubevirt.io/storage.populatedFor: else}} | -     | false | false
            {ownerReferences: [{kind: DataVolume, controller: true}]}   | -     | false | true
            {ownerReferences: [{kind: Pod, controller: true}]}          | -     | false | false
            """)
    void anExistingClaimMustBeMeantForTheDataVolume(
            String metadata, @Nullable String allow, boolean byDefault, boolean admitted) {
        var claim = YAML.unmarshal(
                "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: " + metadata, PersistentVolumeClaim.class);
        var dataVolume = dataVolume("source: {blank: {}}, " + CLAIM);
        if (allow != null) {
            dataVolume.getMetadata().setAnnotations(Map.of(Annotations.ALLOW_CLAIM_ADOPTION, allow));
        }

        var causes = DataVolumeRules.create(dataVolume, new ExistingClaim(claim, byDefault));

        assertThat(causes)
                .isEqualTo(
                        admitted
                                ? List.of()
                                : Cause.duplicate("Destination PVC ns/dv already exists", "DataVolume.Name"));
    }

    @Test
    void denialsJoinTheirMessages() {
        var causes = Cause.invalid("one", "a");

        assertThat(Verdict.of(causes)).isEqualTo(new Verdict.Denied(422, " one", causes));
        assertThat(Verdict.of(List.of())).isEqualTo(Verdict.ALLOWED);
    }

    private static List<Cause> check(String spec) {
        return DataVolumeRules.create(dataVolume(spec), NOTHING);
    }

    private static DataVolume dataVolume(String spec) {
        return YAML.unmarshal(
                "apiVersion: cdi.kubevirt.io/v1beta1\nkind: DataVolume\nmetadata: {name: dv, namespace: ns}\nspec: {"
                        + spec + "}",
                DataVolume.class);
    }
}
