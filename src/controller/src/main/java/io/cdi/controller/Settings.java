// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller;

import io.cdi.controller.objects.Installation;
import java.util.Map;
import java.util.Optional;

/// The environment of the process, parsed once.
///
/// @param uploadProxyService the name of the upload proxy's service
record Settings(Installation installation, String uploadProxyService, boolean electsLeader) {

    private static final String IMPORTER_IMAGE = "IMPORTER_IMAGE";
    private static final String UPLOADSERVER_IMAGE = "UPLOADSERVER_IMAGE";
    private static final String NAMESPACE = "CDI_NAMESPACE";
    private static final String POD_NAMESPACE = "POD_NAMESPACE";
    private static final String VERBOSITY = "VERBOSITY";

    /// @throws IllegalArgumentException naming the variable and its rule
    static Settings parse(Map<String, String> environment) {
        String image = environment.getOrDefault(IMPORTER_IMAGE, "");
        if (image.isEmpty()) {
            throw new IllegalArgumentException(IMPORTER_IMAGE + " must name the image of importer pods; it is empty");
        }
        Installation installation = new Installation(
                environment.getOrDefault(NAMESPACE, environment.getOrDefault(POD_NAMESPACE, "cdi")),
                image,
                environment.getOrDefault(UPLOADSERVER_IMAGE, ""),
                environment.getOrDefault("PULL_POLICY", "IfNotPresent"),
                verbosity(environment.getOrDefault(VERBOSITY, "1")),
                given(environment, "INSTALLER_PART_OF_LABEL"),
                given(environment, "INSTALLER_VERSION_LABEL"));
        return new Settings(
                installation,
                environment.getOrDefault("UPLOADPROXY_SERVICE", "cdi-uploadproxy"),
                !"false".equals(environment.get("LEADER_ELECTION")));
    }

    private static int verbosity(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(VERBOSITY + " must be a number; it is '" + text + "'", e);
        }
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
    }
}
