// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The labels that an image has for the claim, in its environment:
/// `INSTANCETYPE_KUBEVIRT_IO_DEFAULT_PREFERENCE=fedora` is `instancetype.kubevirt.io/default-preference:
/// fedora`.
final class ImageLabels {

    private static final String DOMAIN = "KUBEVIRT_IO_";

    private ImageLabels() {}

    /// @param environment `NAME=value`
    static Map<String, String> of(List<String> environment) {
        Map<String, String> labels = new TreeMap<>();
        for (String pair : environment) {
            int equals = pair.indexOf('=');
            int domain = pair.indexOf(DOMAIN);
            if (domain >= 0 && domain < equals) {
                labels.put(
                        key(pair.substring(0, domain), pair.substring(domain + DOMAIN.length(), equals)),
                        pair.substring(equals + 1));
            }
        }
        return labels;
    }

    private static String key(String before, String after) {
        String subdomain = before.endsWith("_") ? before.substring(0, before.length() - 1) : before;
        return ((subdomain.isEmpty() ? "" : subdomain.replace('_', '.') + ".") + "kubevirt.io/"
                        + after.replace('_', '-'))
                .toLowerCase(Locale.ROOT);
    }
}
