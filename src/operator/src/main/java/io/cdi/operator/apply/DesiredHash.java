// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.cdi.contract.OperatorAnnotations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Marks an object with what was wanted of it. Without the mark a field that is no longer wanted would
/// stay: an object that has more than is wanted looks right.
final class DesiredHash {

    private static final ObjectMapper SORTED =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private DesiredHash() {}

    static void on(HasMetadata wanted) {
        Map<String, String> annotations = new TreeMap<>();
        if (wanted.getMetadata().getAnnotations() != null) {
            annotations.putAll(wanted.getMetadata().getAnnotations());
        }
        annotations.put(OperatorAnnotations.DESIRED_HASH, of(wanted));
        wanted.getMetadata().setAnnotations(annotations);
    }

    private static String of(HasMetadata wanted) {
        try {
            Map<?, ?> content = SORTED.convertValue(json(wanted), Map.class);
            byte[] text = SORTED.writeValueAsString(content).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 16);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot hash " + wanted.getKind(), e);
        }
    }

    static JsonNode json(HasMetadata object) {
        return SORTED.valueToTree(object);
    }
}
