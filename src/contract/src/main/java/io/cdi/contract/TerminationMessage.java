// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a worker that exits with 0 leaves at [Mounts#TERMINATION_LOG]: one line of JSON, in which absent
/// fields are left out. A worker that exits otherwise leaves plain text.
///
/// @param scratchSpaceRequired whether the pod must be made again with scratch space
/// @param preallocationApplied whether every byte of the disk has its storage
/// @param deadlinePassed whether an upload server ended because its time was over
/// @param labels for the claim, where it has none of the same key
public record TerminationMessage(
        Optional<Boolean> scratchSpaceRequired,
        Optional<Boolean> preallocationApplied,
        Optional<Boolean> deadlinePassed,
        Optional<VddkInfo> vddkInfo,
        Map<String, String> labels,
        Optional<String> message) {

    /// The kubelet cuts what is longer.
    public static final int LONGEST_BYTES = 4096;

    private static final JsonFactory JSON = new JsonFactory();

    /// What an import by VDDK learned.
    public record VddkInfo(String version, String host) {}

    public TerminationMessage {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /// An import has ended well.
    public static TerminationMessage imported(boolean preallocationApplied, Map<String, String> labels) {
        return of(FailurePhrases.IMPORT_COMPLETE)
                .with(Optional.of(false), Optional.of(preallocationApplied))
                .withLabels(labels);
    }

    /// An import cannot go on without scratch space.
    public static TerminationMessage needsScratch() {
        return of(FailurePhrases.IMPORT_COMPLETE).with(Optional.of(true), Optional.of(false));
    }

    /// A blank disk is made.
    public static TerminationMessage blank(boolean preallocationApplied) {
        return of(FailurePhrases.IMPORT_COMPLETE).with(Optional.empty(), Optional.of(preallocationApplied));
    }

    /// An upload is on the volume.
    public static TerminationMessage uploaded(boolean preallocationApplied) {
        return of(FailurePhrases.UPLOAD_COMPLETE).with(Optional.empty(), Optional.of(preallocationApplied));
    }

    /// An upload server's time is over.
    public static TerminationMessage deadlinePassedBy() {
        return new TerminationMessage(
                Optional.empty(),
                Optional.empty(),
                Optional.of(true),
                Optional.empty(),
                Map.of(),
                Optional.of(FailurePhrases.DEADLINE_PASSED));
    }

    /// Only words.
    public static TerminationMessage of(String message) {
        return new TerminationMessage(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Optional.of(message));
    }

    private TerminationMessage with(Optional<Boolean> scratchSpaceRequired, Optional<Boolean> preallocationApplied) {
        return new TerminationMessage(
                scratchSpaceRequired, preallocationApplied, deadlinePassed, vddkInfo, labels, message);
    }

    public TerminationMessage withLabels(Map<String, String> others) {
        return new TerminationMessage(
                scratchSpaceRequired, preallocationApplied, deadlinePassed, vddkInfo, others, message);
    }

    /// Whether the kubelet hands it on whole.
    public boolean fits() {
        return json().getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES;
    }

    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            write(json, "scratchSpaceRequired", scratchSpaceRequired);
            write(json, "preallocationApplied", preallocationApplied);
            write(json, "deadlinePassed", deadlinePassed);
            if (vddkInfo.isPresent()) {
                json.writeObjectFieldStart("vddkInfo");
                json.writeStringField("Version", vddkInfo.get().version());
                json.writeStringField("Host", vddkInfo.get().host());
                json.writeEndObject();
            }
            if (!labels.isEmpty()) {
                json.writeObjectFieldStart("labels");
                for (Map.Entry<String, String> label : labels.entrySet()) {
                    json.writeStringField(label.getKey(), label.getValue());
                }
                json.writeEndObject();
            }
            if (message.isPresent()) {
                json.writeStringField("message", message.get());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory does not fail", e);
        }
        return text.toString();
    }

    /// @return empty when the text is not a JSON object with fields of these types; unknown fields are
    ///     passed over
    public static Optional<TerminationMessage> parse(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            TerminationMessage message = new Fields(json).read();
            return json.nextToken() == null ? Optional.of(message) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void write(JsonGenerator json, String name, Optional<Boolean> value) throws IOException {
        if (value.isPresent()) {
            json.writeBooleanField(name, value.get());
        }
    }

    /// The fields of an object, one after the other.
    private static final class Fields {
        private final JsonParser json;
        private Optional<Boolean> scratchSpaceRequired = Optional.empty();
        private Optional<Boolean> preallocationApplied = Optional.empty();
        private Optional<Boolean> deadlinePassed = Optional.empty();
        private Optional<VddkInfo> vddkInfo = Optional.empty();
        private Map<String, String> labels = Map.of();
        private Optional<String> message = Optional.empty();

        Fields(JsonParser json) {
            this.json = json;
        }

        TerminationMessage read() throws IOException {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_NULL) {
                    continue;
                }
                switch (name) {
                    case "scratchSpaceRequired" -> scratchSpaceRequired = Optional.of(json.getBooleanValue());
                    case "preallocationApplied" -> preallocationApplied = Optional.of(json.getBooleanValue());
                    case "deadlinePassed" -> deadlinePassed = Optional.of(json.getBooleanValue());
                    case "vddkInfo" -> vddkInfo = Optional.of(vddkInfo(texts(name)));
                    case "labels" -> labels = texts(name);
                    case "message" -> message = Optional.of(text(name));
                    default -> json.skipChildren();
                }
            }
            return new TerminationMessage(
                    scratchSpaceRequired, preallocationApplied, deadlinePassed, vddkInfo, labels, message);
        }

        private Map<String, String> texts(String field) throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new IOException("the field '" + field + "' is no object");
            }
            Map<String, String> texts = new TreeMap<>();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                texts.put(name, text(name));
            }
            return texts;
        }

        private String text(String field) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw new IOException("the field '" + field + "' is no text");
            }
            return json.getText();
        }

        private static VddkInfo vddkInfo(Map<String, String> texts) {
            return new VddkInfo(texts.getOrDefault("Version", ""), texts.getOrDefault("Host", ""));
        }
    }
}
