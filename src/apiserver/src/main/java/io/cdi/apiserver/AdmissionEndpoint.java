// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdi.apiserver.admission.Review;
import io.cdi.apiserver.admission.Webhook;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where the API server sends its reviews, and the kubelet its probes.
@Path("/")
@Singleton
public class AdmissionEndpoint {

    private final Map<String, Webhook> webhooks;
    private final Review review;

    @Inject
    public AdmissionEndpoint(List<Webhook> webhooks, Review review) {
        this.webhooks = webhooks.stream().collect(Collectors.toMap(Webhook::path, Function.identity()));
        this.review = review;
    }

    @GET
    @Path("healthz")
    @Produces(MediaType.TEXT_PLAIN)
    public String health() {
        return "OK";
    }

    /// A body that is not JSON gets an empty answer, one that is no review a 400: there is no request to answer.
    @POST
    @Path("{webhook}")
    @Consumes(MediaType.WILDCARD)
    public Response judge(
            @PathParam("webhook") String path,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            String body) {
        Webhook webhook = webhooks.get(path);
        if (webhook == null) {
            return Response.status(Response.Status.NOT_FOUND).build();
        }
        if (!MediaType.APPLICATION_JSON.equals(contentType)) {
            return Response.ok().build();
        }
        try {
            return Response.ok(review.answer(webhook, body).toString(), MediaType.APPLICATION_JSON)
                    .build();
        } catch (JsonProcessingException e) {
            return Response.status(Response.Status.BAD_REQUEST).build();
        }
    }
}
