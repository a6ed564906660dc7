// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import java.util.regex.Pattern;

/// Names a DataVolume, a Secret, a ConfigMap. Both parts are safe as names of folders.
///
/// @param namespace a DNS label
/// @param name a DNS subdomain name
public record VolumeName(String namespace, String name) implements Comparable<VolumeName> {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final int LONGEST_NAME = 253;

    public VolumeName {
        if (!LABEL.matcher(namespace).matches()) {
            throw new IllegalArgumentException(
                    "'" + namespace + "' is not a namespace: lower-case letters, digits and '-', at most 63");
        }
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("Name cannot be longer than 253 characters");
        }
        if (!SUBDOMAIN.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' is not a name: lower-case letters, digits, '-' and '.', an alphanumeric at both ends");
        }
    }

    @Override
    public int compareTo(VolumeName other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
