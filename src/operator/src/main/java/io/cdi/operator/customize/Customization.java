// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.customize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdi.api.install.CustomizeComponents;
import io.cdi.contract.OperatorAnnotations;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.zjsonpatch.JsonPatch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Applies the patches, then the flags, of one CDI object; an object that was changed says by whose order.
public final class Customization {

    private static final Set<String> KINDS = Set.of(
            "Deployment", "Service", "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "APIService");
    private static final String ANY = "*";

    /// A name in a path that can only be a place in a list.
    private static final Pattern INDEX = Pattern.compile("-|\\d+");

    private final CustomizeComponents ordered;
    private final ObjectMapper json = new ObjectMapper();

    public Customization(CustomizeComponents ordered) {
        this.ordered = ordered;
    }

    /// @throws IllegalArgumentException when a patch cannot be read or applied
    public HasMetadata of(HasMetadata object) {
        if (!KINDS.contains(object.getKind())) {
            return object;
        }
        List<CustomizeComponents.Patch> patches = patches(object);
        Map<String, String> flags = flags(object);
        if (patches.isEmpty() && flags.isEmpty()) {
            return object;
        }
        HasMetadata patched = object;
        for (CustomizeComponents.Patch patch : patches) {
            patched = patched(patched, patch);
        }
        if (patched instanceof Deployment deployment && !flags.isEmpty()) {
            setArguments(deployment, flags);
        }
        mark(patched);
        return patched;
    }

    private List<CustomizeComponents.Patch> patches(HasMetadata object) {
        return ordered.patches() == null
                ? List.of()
                : ordered.patches().stream()
                        .filter(patch -> matches(patch.resourceType(), object.getKind())
                                && matches(
                                        patch.resourceName(),
                                        object.getMetadata().getName()))
                        .sorted(Comparator.comparingInt(patch -> patch.patch().length()))
                        .toList();
    }

    private static boolean matches(String wanted, String name) {
        return wanted.equals(ANY) || wanted.equalsIgnoreCase(name);
    }

    private HasMetadata patched(HasMetadata object, CustomizeComponents.Patch patch) {
        JsonNode former = json.valueToTree(object);
        try {
            JsonNode change = json.readTree(patch.patch());
            JsonNode patched = switch (patch.type()) {
                case "json" -> applied(change, former);
                case "merge" -> StrategicMerge.merge(former, change, false);
                case "strategic" -> StrategicMerge.merge(former, change, true);
                default ->
                    throw new IllegalArgumentException(
                            "patch type " + patch.type() + " is not one of json, merge, strategic");
            };
            return json.treeToValue(patched, object.getClass());
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "cannot patch %s %s by customizeComponents: %s"
                            .formatted(object.getKind(), object.getMetadata().getName(), e.getMessage()),
                    e);
        }
    }

    /// One operation after the other. Removing what is not there is no mistake here, and what an
    /// addition needs is made.
    private JsonNode applied(JsonNode operations, JsonNode former) {
        JsonNode target = former;
        for (JsonNode operation : operations) {
            String kind = operation.path("op").asText();
            String path = operation.path("path").asText();
            if (kind.equals("remove") && target.at(path).isMissingNode()) {
                continue;
            }
            if (kind.equals("add")) {
                makeParents(target, path);
            }
            target = JsonPatch.apply(json.createArrayNode().add(operation), target);
        }
        return target;
    }

    private static void makeParents(JsonNode target, String path) {
        JsonNode node = target;
        String[] names = path.split("/", -1);
        for (int i = 1; i < names.length - 1; i++) {
            String name = names[i].replace("~1", "/").replace("~0", "~");
            if (node instanceof ObjectNode object && !object.has(name)) {
                object.set(name, INDEX.matcher(names[i + 1]).matches() ? object.arrayNode() : object.objectNode());
            }
            node = node.isArray() ? node.path(Integer.parseInt(name)) : node.path(name);
        }
    }

    private Map<String, String> flags(HasMetadata object) {
        CustomizeComponents.Flags flags = ordered.flags();
        if (flags == null || !(object instanceof Deployment)) {
            return Map.of();
        }
        return orEmpty(
                switch (object.getMetadata().getName()) {
                    case "cdi-apiserver" -> flags.api();
                    case "cdi-deployment" -> flags.controller();
                    case "cdi-uploadproxy" -> flags.uploadProxy();
                    default -> null;
                });
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> flags) {
        return flags == null ? Map.of() : flags;
    }

    private static void setArguments(Deployment deployment, Map<String, String> flags) {
        List<String> arguments = new ArrayList<>();
        new TreeMap<>(flags).forEach((flag, value) -> {
            arguments.add("-" + flag.toLowerCase(Locale.ROOT));
            if (!value.isEmpty()) {
                arguments.add(value);
            }
        });
        for (Container container : deployment.getSpec().getTemplate().getSpec().getContainers()) {
            if (container.getName().equals(deployment.getMetadata().getName())) {
                container.setArgs(arguments);
            }
        }
    }

    private void mark(HasMetadata object) {
        Map<String, String> annotations = new TreeMap<>();
        if (object.getMetadata().getAnnotations() != null) {
            annotations.putAll(object.getMetadata().getAnnotations());
        }
        annotations.put(OperatorAnnotations.CUSTOMIZER_IDENTIFIER, identifier());
        object.getMetadata().setAnnotations(annotations);
    }

    private String identifier() {
        try {
            byte[] text = json.writeValueAsString(ordered).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot hash customizeComponents", e);
        }
    }
}
