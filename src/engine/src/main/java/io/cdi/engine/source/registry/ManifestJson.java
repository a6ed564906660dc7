// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.engine.TransferException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the JSON documents of an image: manifests and indexes of OCI and of docker v2 schema 2, which name the
/// same things with the same words, and the image configuration.
final class ManifestJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ManifestJson() {}

    /// The document's own shape decides, not the media type that came with it: registries have been seen to say
    /// `application/json`.
    ///
    /// @param what names the document in messages
    static Manifest manifest(byte[] document, String what) throws TransferException.Permanent {
        JsonNode root = tree(document, what);
        if (root.path("schemaVersion").asInt() == 1) {
            throw malformed(what, "it is of the docker v2 schema 1, which nobody makes any more; push the image again");
        }
        if (root.path("manifests").isArray()) {
            return new Manifest.Index(descriptors(root.path("manifests"), what));
        }
        if (!root.path("config").isObject() || !root.path("layers").isArray()) {
            throw malformed(what, "it is neither an image manifest nor an index");
        }
        return new Manifest.Image(descriptor(root.path("config"), what), descriptors(root.path("layers"), what));
    }

    static ImageConfig config(byte[] document, String what) throws TransferException.Permanent {
        JsonNode root = tree(document, what);
        JsonNode config = root.path("config");
        List<String> env = new ArrayList<>();
        config.path("Env").forEach(item -> env.add(item.asText()));
        Map<String, String> labels = new TreeMap<>();
        config.path("Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return new ImageConfig(platform(root), env, labels);
    }

    private static List<Descriptor> descriptors(JsonNode array, String what) throws TransferException.Permanent {
        List<Descriptor> descriptors = new ArrayList<>();
        for (JsonNode item : array) {
            descriptors.add(descriptor(item, what));
        }
        return descriptors;
    }

    private static Descriptor descriptor(JsonNode node, String what) throws TransferException.Permanent {
        JsonNode size = node.path("size");
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.asLong() < 0) {
            throw malformed(what, "a descriptor has no size");
        }
        JsonNode platform = node.path("platform");
        JsonNode name = node.path("annotations").path("org.opencontainers.image.ref.name");
        return new Descriptor(
                node.path("mediaType").asText(),
                digest(node.path("digest").asText(), what),
                size.asLong(),
                platform.isObject() ? Optional.of(platform(platform)) : Optional.empty(),
                name.isTextual() ? Optional.of(name.asText()) : Optional.empty());
    }

    private static ImagePlatform platform(JsonNode node) {
        return new ImagePlatform(
                node.path("os").asText(),
                node.path("architecture").asText(),
                node.path("variant").asText());
    }

    private static Digest digest(String text, String what) throws TransferException.Permanent {
        try {
            return Digest.parse(text);
        } catch (IllegalArgumentException e) {
            throw malformed(what, String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode tree(byte[] document, String what) throws TransferException.Permanent {
        try {
            JsonNode root = JSON.readTree(document);
            if (root != null && root.isObject()) {
                return root;
            }
        } catch (IOException e) {
            throw malformed(what, "it is not JSON");
        }
        throw malformed(what, "it is not a JSON object");
    }

    private static TransferException.Permanent malformed(String what, String reason) {
        return new TransferException.Permanent("read " + what + ": " + reason);
    }
}
