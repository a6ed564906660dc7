// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the operator is told by its own Deployment.
///
/// @param images by the name of the variable that gave them
/// @param deploysClusterResources false when somebody else (OLM) brings cluster roles and kinds
/// @param servesOldVersion whether v1alpha1 is served where a kind has it
/// @param monitoringNamespace where Prometheus' account lives
/// @param runbooks the address of an alert's instructions, with `%s` for its name
public record OperatorSettings(
        String namespace,
        String version,
        Map<String, String> images,
        String verbosity,
        String pullPolicy,
        boolean deploysClusterResources,
        boolean servesOldVersion,
        String monitoringNamespace,
        String runbooks) {

    private static final Path NAMESPACE_FILE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");
    private static final String VERSION = "OPERATOR_VERSION";
    private static final String VERBOSITY = "VERBOSITY";
    private static final String PULL_POLICY = "PULL_POLICY";
    private static final String DEPLOY_CLUSTER_RESOURCES = "DEPLOY_CLUSTER_RESOURCES";
    /// `false` leaves out v1alpha1. Not set by the manifests.
    private static final String SERVE_OLD_VERSION = "SERVE_V1ALPHA1";
    private static final String MONITORING_NAMESPACE = "MONITORING_NAMESPACE";
    private static final String RUNBOOKS = "RUNBOOK_URL_TEMPLATE";
    private static final String NAME = "%s";
    static final String CONTROLLER_IMAGE = "CONTROLLER_IMAGE";
    static final String APISERVER_IMAGE = "APISERVER_IMAGE";
    static final String UPLOAD_PROXY_IMAGE = "UPLOAD_PROXY_IMAGE";
    static final String UPLOAD_SERVER_IMAGE = "UPLOAD_SERVER_IMAGE";
    private static final List<String> IMAGES = List.of(
            CONTROLLER_IMAGE,
            "IMPORTER_IMAGE",
            "CLONER_IMAGE",
            "OVIRT_POPULATOR_IMAGE",
            APISERVER_IMAGE,
            UPLOAD_SERVER_IMAGE,
            UPLOAD_PROXY_IMAGE);

    /// @throws IllegalStateException when a variable that must be set is not (an empty one is), or one cannot be used
    public static OperatorSettings of(Map<String, String> environment, String namespace) {
        Map<String, String> images = new HashMap<>();
        IMAGES.forEach(name -> images.put(name, required(environment, name)));
        return new OperatorSettings(
                namespace,
                required(environment, VERSION),
                Map.copyOf(images),
                required(environment, VERBOSITY),
                required(environment, PULL_POLICY),
                !isFalse(required(environment, DEPLOY_CLUSTER_RESOURCES)),
                !isFalse(environment.getOrDefault(SERVE_OLD_VERSION, "")),
                given(environment, MONITORING_NAMESPACE, "monitoring"),
                runbooks(given(environment, RUNBOOKS, "https://kubevirt.io/monitoring/runbooks/" + NAME)));
    }

    /// The namespace that the operator runs in.
    public static String ownNamespace() {
        try {
            return Files.exists(NAMESPACE_FILE)
                    ? Files.readString(NAMESPACE_FILE).strip()
                    : "cdi";
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the operator's namespace from " + NAMESPACE_FILE, e);
        }
    }

    String image(String variable) {
        return images.getOrDefault(variable, "");
    }

    /// Where the instructions for an alert are.
    String runbook(String alert) {
        return runbooks.replace(NAME, alert);
    }

    private static String runbooks(String template) {
        if (template.split(NAME, -1).length != 2) {
            throw new IllegalStateException(
                    "environment variable " + RUNBOOKS + " must hold " + NAME + " once, for the alert's name");
        }
        return template;
    }

    private static String given(Map<String, String> environment, String name, String otherwise) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() ? otherwise : value;
    }

    private static boolean isFalse(String value) {
        return value.toLowerCase(Locale.ROOT).equals("false");
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalStateException("environment variable " + name
                    + " is not set; the operator's Deployment must set it, if only to an empty text");
        }
        return value;
    }
}
