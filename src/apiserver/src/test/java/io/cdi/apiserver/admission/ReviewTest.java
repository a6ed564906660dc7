// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.api.validation.Cause;
import io.cdi.api.validation.Verdict;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewTest {

    private static final String ASKED = """
            {"apiVersion":"admission.k8s.io/%s","kind":"AdmissionReview","request":{"uid":"7","operation":"CREATE",
             "resource":{"group":"cdi.kubevirt.io","version":"v1beta1","resource":"datavolumes"},"namespace":"ns",
             "object":{"metadata":{"name":"dv"}},"oldObject":null,"dryRun":false}}""";

    private final ObjectMapper json = new ObjectMapper();
    private final Review review = new Review(json);

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v1beta1"})
    void answersInTheVersionOfTheQuestion(String version) throws JsonProcessingException {
        JsonNode answer = review.answer(webhook(request -> Answer.ALLOWED), ASKED.formatted(version));

        assertThat(answer).isEqualTo(json.readTree("""
                {"apiVersion":"admission.k8s.io/%s","kind":"AdmissionReview","response":{"uid":"7","allowed":true}}""".formatted(version)));
    }

    @Test
    void aBrokenRuleIsAnUnprocessableObjectWithItsField() throws JsonProcessingException {
        Verdict denied = Verdict.of(List.of(
                new Cause(Cause.Reason.INVALID, "one", "spec.a"), new Cause(Cause.Reason.DUPLICATE, "two", "spec.b")));

        JsonNode response = answer(request -> new Answer.Judged(denied));

        assertThat(response.path("allowed").asBoolean()).isFalse();
        assertThat(response.path("status")).isEqualTo(json.readTree("""
                {"code":422,"message":" one two","details":{"causes":[
                 {"reason":"FieldValueInvalid","message":"one","field":"spec.a"},
                 {"reason":"FieldValueDuplicate","message":"two","field":"spec.b"}]}}"""));
    }

    @Test
    void warningsReachTheUser() throws JsonProcessingException {
        JsonNode response = answer(request -> new Answer.Judged(new Verdict.Allowed(List.of("old"))));

        assertThat(response.path("warnings")).hasSize(1);
        assertThat(response.path("allowed").asBoolean()).isTrue();
    }

    @Test
    void aChangeIsAPatch() throws JsonProcessingException {
        JsonNode response = answer(request -> new Answer.Changed(json.createArrayNode()));

        assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
        assertThat(response.path("patch").asText()).isEqualTo("W10=");
    }

    @Test
    void aFailureIsAnAnswerToo() throws JsonProcessingException {
        JsonNode response = answer(request -> {
            throw new IllegalStateException("no cache");
        });

        assertThat(response.path("allowed").asBoolean()).isFalse();
        assertThat(response.path("status").path("code").asInt()).isEqualTo(400);
        assertThat(response.path("status").path("message").asText()).contains("no cache");
    }

    @Test
    void anObjectOfAnotherShapeIsABadRequest() throws JsonProcessingException {
        String odd = ASKED.formatted("v1").replace("{\"metadata\":{\"name\":\"dv\"}}", "{\"spec\":[1]}");

        JsonNode response = review.answer(
                        new DataImportCronValidation(json), odd.replace("datavolumes", "dataimportcrons"))
                .path("response");

        assertThat(response.path("status").path("code").asInt()).isEqualTo(400);
    }

    @Test
    void anotherResourceIsABadRequest() throws JsonProcessingException {
        JsonNode response = review.answer(new DataImportCronValidation(json), ASKED.formatted("v1"))
                .path("response");

        assertThat(response.path("status").path("message").asText())
                .isEqualTo("expect resource to be 'dataimportcrons'");
    }

    @Test
    void whatIsNoReviewHasNoAnswer() {
        assertThatThrownBy(() -> review.answer(webhook(request -> Answer.ALLOWED), "nonsense"))
                .isInstanceOf(JsonProcessingException.class);
    }

    private JsonNode answer(Function<AdmissionRequest, Answer> judge) throws JsonProcessingException {
        return review.answer(webhook(judge), ASKED.formatted("v1")).path("response");
    }

    private static Webhook webhook(Function<AdmissionRequest, Answer> judge) {
        return new Webhook() {
            @Override
            public String path() {
                return "test";
            }

            @Override
            public Answer judge(AdmissionRequest request) {
                return judge.apply(request);
            }
        };
    }
}
