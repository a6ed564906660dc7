// SPDX-License-Identifier: Apache-2.0
package io.cdi.tokens;

/// The names of what a token says.
final class Claims {

    static final String OPERATION = "operation";
    static final String NAME = "name";
    static final String NAMESPACE = "namespace";
    static final String RESOURCE = "resource";
    static final String GROUP = "group";
    static final String VERSION = "version";
    static final String PARAMETERS = "params";

    private Claims() {}
}
