// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller;

import io.cdi.contract.Verbosity;
import io.cdi.controller.objects.Installation;
import java.util.Map;
import java.util.Optional;

/// What the process is told, parsed once.
///
/// @param uploadProxyService the name of the upload proxy's service
record Settings(Installation installation, String uploadProxyService, boolean electsLeader) {

    private static final String IMPORTER_IMAGE = "IMPORTER_IMAGE";
    private static final String UPLOADSERVER_IMAGE = "UPLOADSERVER_IMAGE";

    /// @param namespace that the process runs in
    /// @param verbosity its own, which workers get too
    /// @throws IllegalArgumentException naming the variable and its rule
    static Settings parse(Map<String, String> environment, String namespace, Verbosity verbosity) {
        String image = environment.getOrDefault(IMPORTER_IMAGE, "");
        if (image.isEmpty()) {
            throw new IllegalArgumentException(IMPORTER_IMAGE + " must name the image of importer pods; it is empty");
        }
        Installation installation = new Installation(
                namespace,
                image,
                environment.getOrDefault(UPLOADSERVER_IMAGE, ""),
                environment.getOrDefault("PULL_POLICY", "IfNotPresent"),
                verbosity,
                given(environment, "INSTALLER_PART_OF_LABEL"),
                given(environment, "INSTALLER_VERSION_LABEL"));
        return new Settings(
                installation,
                environment.getOrDefault("UPLOADPROXY_SERVICE", "cdi-uploadproxy"),
                !"false".equals(environment.get("LEADER_ELECTION")));
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
    }
}
