// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.worker;

import io.cdi.api.config.CDIConfigStatus;
import io.cdi.api.install.CDI;
import io.cdi.api.install.CDISpec;
import io.cdi.api.install.NodePlacement;
import io.cdi.contract.Annotations;
import io.cdi.contract.ForeignAnnotations;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the pods of all workers have in common: where they run, as whom, and with which rights.
public final class WorkerShape {

    private static final long USER = 107;

    private WorkerShape() {}

    /// A pod's spec without containers and volumes.
    public static PodSpecBuilder of(ObservedClaim seen) {
        NodePlacement placement = seen.cluster()
                .activeInstallation()
                .map(CDI::getSpec)
                .map(CDISpec::workload)
                .orElse(new NodePlacement(null, null, null));
        Map<String, String> selector = placement.nodeSelector();
        String account = Facts.annotation(seen.claim(), Annotations.POD_SERVICE_ACCOUNT);
        return new PodSpecBuilder()
                .withRestartPolicy("OnFailure")
                .withEnableServiceLinks(false)
                .withNodeSelector(selector == null ? new TreeMap<>() : new TreeMap<>(selector))
                .withAffinity(placement.affinity())
                .withTolerations(placement.tolerations() == null ? List.of() : placement.tolerations())
                .withImagePullSecrets(seen.cluster()
                        .settings()
                        .map(CDIConfigStatus::imagePullSecrets)
                        .orElse(List.of()))
                .withPriorityClassName(Facts.annotation(seen.claim(), Annotations.POD_PRIORITY_CLASS))
                .withServiceAccountName(account)
                // A worker has no business with the API server; an account of the user's own may be for others.
                .withAutomountServiceAccountToken(account == null ? false : null)
                .withNodeName(selectedNode(seen))
                .withNewSecurityContext()
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .withFsGroup(USER)
                .endSecurityContext();
    }

    private static @Nullable String selectedNode(ObservedClaim seen) {
        return seen.isPrime() ? Facts.annotation(seen.claim(), ForeignAnnotations.SELECTED_NODE) : null;
    }

    public static @Nullable ResourceRequirements resources(ObservedClaim seen) {
        return seen.cluster()
                .settings()
                .map(CDIConfigStatus::defaultPodResourceRequirements)
                .orElse(null);
    }

    /// A variable whose value stands in a Secret of the pod's namespace.
    public static EnvVar fromSecret(String variable, String secret, String key) {
        return new EnvVarBuilder()
                .withName(variable)
                .withNewValueFrom()
                .withNewSecretKeyRef(key, secret, null)
                .endValueFrom()
                .build();
    }

    /// @param readOnlyRoot whether nothing but the volumes is written
    public static SecurityContext restricted(boolean readOnlyRoot) {
        return new SecurityContextBuilder()
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .withAllowPrivilegeEscalation(false)
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withReadOnlyRootFilesystem(
                        Optional.of(readOnlyRoot).filter(on -> on).orElse(null))
                .build();
    }
}
