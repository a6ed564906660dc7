// SPDX-License-Identifier: Apache-2.0
package io.cdi.tokens;

import java.util.Map;
import java.util.Optional;

/// What its bearer may do with one object.
///
/// @param parameters further facts, see the constants
public record Token(
        Operation operation, String namespace, String name, Resource resource, Map<String, String> parameters) {

    /// A parameter: the UID that the object must have. Tokens of other issuers do not have it.
    public static final String UID = "uid";

    public Token {
        parameters = Map.copyOf(parameters);
    }

    public enum Operation {
        UPLOAD("Upload"),
        CLONE("Clone");

        private final String word;

        Operation(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /// The kind of the object.
    public record Resource(String group, String version, String resource) {

        public static final Resource CLAIM = new Resource("", "v1", "persistentvolumeclaims");
        public static final Resource SNAPSHOT = new Resource("snapshot.storage.k8s.io", "v1", "volumesnapshots");
    }

    /// For an upload into a claim.
    ///
    /// @param uid the claim's, when it is there already
    public static Token upload(String namespace, String claim, Optional<String> uid) {
        return new Token(
                Operation.UPLOAD,
                namespace,
                claim,
                Resource.CLAIM,
                uid.map(text -> Map.of(UID, text)).orElse(Map.of()));
    }

    /// The UID that the object must have, if the token says one.
    public Optional<String> uid() {
        return Optional.ofNullable(parameters.get(UID));
    }
}
