// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.upload;

import io.cdi.api.install.CDI;
import io.cdi.api.install.CDISpec;
import io.cdi.api.names.ControllerReference;
import io.cdi.certificates.Issued;
import io.cdi.certificates.Issuer;
import io.cdi.certificates.Lifetimes;
import io.cdi.certificates.Pem;
import io.cdi.contract.SecretKeys;
import io.cdi.contract.UploadCertificates;
import io.cdi.controller.cluster.ClusterView;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.Installation;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes the certificates of upload servers, signed by an authority that the operator keeps.
public final class UploadIdentities {

    private final KubernetesClient client;
    private final Installation installation;
    private final Clock clock;
    private final Issuer issuer = Issuer.ofCurve();

    public UploadIdentities(KubernetesClient client, Installation installation, Clock clock) {
        this.client = client;
        this.installation = installation;
        this.clock = clock;
    }

    /// The Secret that an upload pod mounts: a certificate for its service, and whom it is to trust.
    ///
    /// @return empty when it has been made: a key takes a while, so none is made in vain. Creating is all that the
    ///     controller may do with Secrets of users, so it tries that, without effect, to see.
    /// @throws IllegalStateException while the operator has not made the authorities
    public Optional<Secret> missing(Pod pod, ClusterView cluster) {
        try {
            client.resource(identity(pod)).dryRun().create();
            return Optional.of(of(pod, cluster));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Secret identity(Pod pod) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(Facts.namespace(pod))
                .withName(Facts.name(pod))
                .withLabels(installation.labels())
                .withOwnerReferences(ControllerReference.to(pod))
                .endMetadata()
                .build();
    }

    private Secret of(Pod pod, ClusterView cluster) {
        Lifetimes lifetimes = Lifetimes.of(cluster.activeInstallation()
                .map(CDI::getSpec)
                .map(CDISpec::certConfig)
                .orElse(null));
        String clientAuthorities = clientAuthorities();
        Issued signer = signer();
        Instant now = clock.instant();
        Instant wanted = now.plus(lifetimes.server().duration());
        Instant last = signer.certificate().getNotAfter().toInstant();
        List<String> names = UploadService.hostNames(UploadService.name(Facts.name(pod)), Facts.namespace(pod));
        Issued server = issuer.server(signer, names, now.minusSeconds(1), wanted.isBefore(last) ? wanted : last);
        return new SecretBuilder(identity(pod))
                .withStringData(Map.of(
                        SecretKeys.TLS_CERTIFICATE, Pem.write(server.certificate()),
                        SecretKeys.TLS_KEY, Pem.write(Pem.pkcs8(server.key())),
                        SecretKeys.AUTHORITY, clientAuthorities,
                        SecretKeys.DEADLINE,
                                deadline(lifetimes, Pem.certificates(clientAuthorities), now)
                                        .toString()))
                .build();
    }

    /// When the first of the certificates would be replaced: the server's own, its client's, or that of the
    /// authority of its client, by one that the server does not know. The operator lets a new authority sign
    /// after a tenth of the client's time; one that is late is given as long.
    ///
    /// @param authorities those that may have signed the client's certificate, the newest among them
    static Instant deadline(Lifetimes lifetimes, List<X509Certificate> authorities, Instant now) {
        Duration client = lifetimes.client().refresh();
        Duration grace = client.dividedBy(10);
        Instant first = Stream.concat(
                        Stream.of(now.plus(client), now.plus(lifetimes.server().refresh())),
                        authorities.stream()
                                .map(authority -> authority.getNotBefore().toInstant())
                                .max(Comparator.naturalOrder())
                                .map(made -> made.plus(lifetimes.ca().refresh()).plus(grace))
                                .stream())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant soonest = now.plus(grace);
        return (first.isBefore(soonest) ? soonest : first).truncatedTo(ChronoUnit.SECONDS);
    }

    private Issued signer() {
        Secret secret = client.secrets()
                .inNamespace(installation.namespace())
                .withName(UploadCertificates.SERVER_SIGNER)
                .get();
        Map<String, String> data = secret == null || secret.getData() == null ? Map.of() : secret.getData();
        List<X509Certificate> certificates = Pem.certificates(text(data.get(SecretKeys.TLS_CERTIFICATE)));
        PrivateKey key = Pem.key(text(data.get(SecretKeys.TLS_KEY)));
        if (certificates.isEmpty() || key == null) {
            throw broken("Secret", UploadCertificates.SERVER_SIGNER);
        }
        return new Issued(certificates.getFirst(), key);
    }

    private String clientAuthorities() {
        ConfigMap bundle = client.configMaps()
                .inNamespace(installation.namespace())
                .withName(UploadCertificates.CLIENT_BUNDLE)
                .get();
        String text = bundle == null || bundle.getData() == null
                ? null
                : bundle.getData().get(SecretKeys.AUTHORITY_BUNDLE);
        if (text == null) {
            throw broken("ConfigMap", UploadCertificates.CLIENT_BUNDLE);
        }
        return text;
    }

    private IllegalStateException broken(String kind, String name) {
        return new IllegalStateException("make the certificate of an upload server: the " + kind + " "
                + installation.namespace() + "/" + name + " is missing or broken; the operator makes it");
    }

    private static @Nullable String text(@Nullable String base64) {
        return base64 == null ? null : new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
    }
}
