// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cdi.api.install.CertConfig;
import io.cdi.certificates.Issuer;
import io.cdi.certificates.Lifetimes;
import io.cdi.certificates.Pem;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CertificateRotationTest {

    private static final String SIGNER = "cdi-apiserver-signer";
    private static final String LEAF = "cdi-apiserver-server-cert";
    private static final Lifetimes DEFAULTS = Lifetimes.of(null);

    private final MovedClock clock = new MovedClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final CertificateRotation rotation = new CertificateRotation("ns", clock, new Issuer(1024));
    private final Map<String, HasMetadata> objects = new HashMap<>();

    @Test
    void issuesFourSignersAndThreeLeavesWithTheirBundles() {
        rotate(DEFAULTS);

        assertThat(objects)
                .containsOnlyKeys(
                        SIGNER,
                        SIGNER + "-bundle",
                        LEAF,
                        "cdi-uploadproxy-signer",
                        "cdi-uploadproxy-signer-bundle",
                        "cdi-uploadproxy-server-cert",
                        "cdi-uploadserver-signer",
                        "cdi-uploadserver-signer-bundle",
                        "cdi-uploadserver-client-signer",
                        "cdi-uploadserver-client-signer-bundle",
                        "cdi-uploadserver-client-cert");
        assertThat(Pem.commonName(certificate(SIGNER).getSubjectX500Principal()))
                .isEqualTo("ns_cdi-apiserver-signer@1767225600");
        assertThat(Pem.commonName(certificate("cdi-uploadserver-client-cert").getSubjectX500Principal()))
                .isEqualTo("client.upload-server.cdi.kubevirt.io");
    }

    @Test
    void signsTheServersCertificateForItsServiceNames() throws Exception {
        rotate(DEFAULTS);

        assertThat(certificate(LEAF).getSubjectAlternativeNames())
                .extracting(List::getLast)
                .map(Object::toString)
                .containsExactly("cdi-api", "cdi-api.ns", "cdi-api.ns.svc");
        assertThat(trusted(LEAF)).isTrue();
        assertThat(secret(LEAF).getMetadata().getAnnotations())
                .containsEntry("auth.openshift.io/certificate-not-after", "2026-01-01T23:59:59Z")
                .containsEntry(
                        "operator.cdi.kubevirt.io/certConfig", "{\"lifetime\":\"24h0m0s\",\"refresh\":\"12h0m0s\"}")
                .containsEntry("auth.openshift.io/certificate-hostnames", "cdi-api,cdi-api.ns,cdi-api.ns.svc");
    }

    @Test
    void keepsWhatIsYoung() {
        rotate(DEFAULTS);
        Map<String, HasMetadata> first = Map.copyOf(objects);

        clock.move(Duration.ofHours(11));
        rotate(DEFAULTS);

        assertThat(objects).isEqualTo(first);
    }

    @Test
    void trustsTheFormerSignerUntilItEnds() throws Exception {
        rotate(DEFAULTS);
        X509Certificate former = certificate(SIGNER);
        clock.move(Duration.ofHours(25));
        rotate(DEFAULTS);

        assertThat(bundle(SIGNER)).containsExactly(former, certificate(SIGNER));
        assertThat(trusted(LEAF)).isTrue();

        clock.move(Duration.ofHours(24));
        rotate(DEFAULTS);

        assertThat(bundle(SIGNER)).doesNotContain(former).contains(certificate(SIGNER));
        assertThat(trusted(LEAF)).isTrue();
    }

    @Test
    void neverServesACertificateThatIsNotTrustedOrNotValid() throws Exception {
        for (int hour = 0; hour < 150; hour += 5) {
            rotate(DEFAULTS);
            assertThatCode(() -> certificate(LEAF).checkValidity(java.util.Date.from(clock.instant())))
                    .doesNotThrowAnyException();
            assertThat(trusted(LEAF)).isTrue();
            clock.move(Duration.ofHours(5));
        }
    }

    @Test
    void replacesALeafAtItsRefreshAge() {
        rotate(DEFAULTS);
        X509Certificate signer = certificate(SIGNER);
        X509Certificate leaf = certificate(LEAF);

        clock.move(Duration.ofHours(13));
        rotate(DEFAULTS);

        assertThat(certificate(SIGNER)).isEqualTo(signer);
        assertThat(certificate(LEAF)).isNotEqualTo(leaf);
    }

    @Test
    void replacesAllWhenTheConfigurationChanges() {
        rotate(DEFAULTS);
        X509Certificate signer = certificate(SIGNER);

        CertConfig.Rotation twenty = new CertConfig.Rotation("20m", "5m");
        rotate(Lifetimes.of(new CertConfig(twenty, twenty, twenty)));

        assertThat(certificate(SIGNER)).isNotEqualTo(signer);
        assertThat(secret(LEAF).getMetadata().getAnnotations())
                .containsEntry("operator.cdi.kubevirt.io/certConfig", "{\"lifetime\":\"20m0s\",\"refresh\":\"15m0s\"}")
                .containsEntry("auth.openshift.io/certificate-not-after", "2026-01-01T00:19:59Z");
    }

    @Test
    void aLeafNeverOutlivesItsSigner() {
        CertConfig.Rotation hour = new CertConfig.Rotation("1h", "30m");
        rotate(Lifetimes.of(new CertConfig(hour, null, null)));

        assertThat(certificate(LEAF).getNotAfter())
                .isEqualTo(certificate(SIGNER).getNotAfter());
    }

    @Test
    void replacesACertificateWhoseAnnotationSomebodyHasForced() {
        rotate(DEFAULTS);
        X509Certificate leaf = certificate(LEAF);
        secret(LEAF)
                .getMetadata()
                .getAnnotations()
                .put("auth.openshift.io/certificate-not-after", "2026-01-01T00:00:01Z");

        rotate(DEFAULTS);

        assertThat(certificate(LEAF)).isNotEqualTo(leaf);
    }

    @Test
    void refillsAnEmptiedBundle() {
        rotate(DEFAULTS);
        ((ConfigMap) Objects.requireNonNull(objects.get(SIGNER + "-bundle"))).setData(Map.of());

        rotate(DEFAULTS);

        assertThat(bundle(SIGNER)).containsExactly(certificate(SIGNER));
    }

    @Test
    void replacesWhatCannotBeRead() {
        rotate(DEFAULTS);
        secret(SIGNER).setData(Map.of("tls.crt", "!", "tls.key", "bm8ga2V5"));

        rotate(DEFAULTS);

        assertThat(bundle(SIGNER)).hasSize(2).contains(certificate(SIGNER));
    }

    @Test
    void readsKeysOfOtherPrograms() {
        rotate(DEFAULTS);
        var key = Objects.requireNonNull(Pem.key(text(secret(SIGNER), "tls.key")));

        // PKCS#1, as the Go implementation writes it
        assertThat(Pem.write(key)).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(Pem.key(Pem.write(key))).isEqualTo(key);
    }

    private void rotate(Lifetimes lifetimes) {
        for (HasMetadata object :
                rotation.desired(lifetimes, this::secretOrNull, name -> (ConfigMap) objects.get(name))) {
            objects.put(object.getMetadata().getName(), object);
        }
    }

    private @Nullable Secret secretOrNull(String name) {
        return (Secret) objects.get(name);
    }

    private Secret secret(String name) {
        return Objects.requireNonNull(secretOrNull(name));
    }

    private static String text(Secret secret, String key) {
        return new String(Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.US_ASCII);
    }

    private X509Certificate certificate(String name) {
        return Pem.certificates(text(secret(name), "tls.crt")).getFirst();
    }

    private List<X509Certificate> bundle(String signer) {
        ConfigMap bundle = (ConfigMap) Objects.requireNonNull(objects.get(signer + "-bundle"));
        return Pem.certificates(bundle.getData().get("ca-bundle.crt"));
    }

    private boolean trusted(String leaf) throws Exception {
        X509Certificate certificate = certificate(leaf);
        for (X509Certificate authority : bundle(SIGNER)) {
            if (authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
                certificate.verify(authority.getPublicKey());
                return true;
            }
        }
        return false;
    }
}
