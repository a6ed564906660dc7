// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.page;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.upload.UploadTokenRequest;
import io.cdi.api.upload.UploadTokenRequestSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The page's questions. Answers that are no success are one line of text for the user.
@Path("page/namespaces/{namespace}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PageEndpoint {

    private static final String SCHEME = "Bearer ";

    private final UserClients clients;

    @Inject
    public PageEndpoint(UserClients clients) {
        this.clients = clients;
    }

    /// A DataVolume that data can be uploaded into.
    public record Volume(String name, String phase) {}

    /// What the upload itself wants to see.
    public record UploadToken(String token) {}

    /// The namespace's DataVolumes with an upload as their source.
    @GET
    @Path("volumes")
    public Response volumes(
            @PathParam("namespace") String namespace,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return answer(
                authorization,
                client -> client.resources(DataVolume.class).inNamespace(namespace).list().getItems().stream()
                        .filter(PageEndpoint::isForUpload)
                        .map(volume -> new Volume(
                                volume.getMetadata().getName(),
                                volume.getStatus() == null
                                        ? ""
                                        : Objects.toString(volume.getStatus().phase(), "")))
                        .toList());
    }

    private static boolean isForUpload(DataVolume volume) {
        return volume.getSpec() != null
                && volume.getSpec().source() != null
                && volume.getSpec().source().upload() != null;
    }

    /// A token for uploads into the claim of that name.
    @POST
    @Path("volumes/{name}/token")
    public Response token(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return answer(authorization, client -> {
            UploadTokenRequest request = new UploadTokenRequest();
            request.setMetadata(new ObjectMetaBuilder()
                    .withName(name)
                    .withNamespace(namespace)
                    .build());
            request.setSpec(new UploadTokenRequestSpec(name));
            return new UploadToken(Objects.requireNonNull(
                    client.resource(request).create().getStatus().token(), "the API server gave no token"));
        });
    }

    private Response answer(@Nullable String authorization, Function<KubernetesClient, Object> question) {
        if (authorization == null || !authorization.startsWith(SCHEME)) {
            return text(HttpURLConnection.HTTP_UNAUTHORIZED, "a token of the cluster is needed");
        }
        try (KubernetesClient client = clients.of(authorization.substring(SCHEME.length()))) {
            return Response.ok(question.apply(client)).build();
        } catch (KubernetesClientException e) {
            return e.getStatus() == null
                    ? text(HttpURLConnection.HTTP_BAD_GATEWAY, "the cluster's API server does not answer")
                    : text(e.getCode(), Objects.requireNonNullElse(e.getStatus().getMessage(), "the cluster refuses"));
        }
    }

    private static Response text(int status, String text) {
        return Response.status(status)
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity(text)
                .build();
    }
}
