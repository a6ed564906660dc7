// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdi.api.CdiApi;
import io.cdi.api.upload.UploadTokenRequest;
import io.cdi.api.upload.UploadTokenRequestStatus;
import io.cdi.apiserver.cluster.AccessReviews;
import io.cdi.apiserver.tokens.ShortTokens;
import io.cdi.contract.tls.CommonName;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The aggregated API. Answers and codes are those that clients of older releases know: a refusal is a 401
/// with its reason as plain text, a success a 200 with the request and its status.
@Path("/")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public class UploadTokenEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(UploadTokenEndpoint.class);
    private static final String GROUP_PATH = "apis/" + CdiApi.UPLOAD_GROUP;
    private static final String VERSION_PATH = GROUP_PATH + "/{version: v1beta1|v1alpha1}";

    private final FrontProxyTrust frontProxy;
    private final AccessReviews reviews;
    private final ShortTokens tokens;
    private final ObjectMapper json = new ObjectMapper();

    @Inject
    public UploadTokenEndpoint(FrontProxyTrust frontProxy, AccessReviews reviews, ShortTokens tokens) {
        this.frontProxy = frontProxy;
        this.reviews = reviews;
        this.tokens = tokens;
    }

    @GET
    public Response paths() throws JsonProcessingException {
        return json(Discovery.paths());
    }

    @GET
    @Path("apis")
    public Response groups() throws JsonProcessingException {
        return json(Discovery.groups());
    }

    @GET
    @Path(GROUP_PATH)
    public Response group() throws JsonProcessingException {
        return json(Discovery.group());
    }

    @GET
    @Path(VERSION_PATH)
    public Response resources(@PathParam("version") String version) throws JsonProcessingException {
        return json(Discovery.resources(version));
    }

    @GET
    @Path("openapi/v2")
    public Response openApi() throws IOException {
        try (InputStream document =
                Objects.requireNonNull(UploadTokenEndpoint.class.getResourceAsStream("/openapi.json"))) {
            return Response.ok(document.readAllBytes())
                    .header("X-Content-Type-Options", "nosniff")
                    .build();
        }
    }

    @POST
    @Path(VERSION_PATH + "/namespaces/{namespace: [a-z0-9][a-z0-9\\-]*}/uploadtokenrequests")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Response create(
            @PathParam("version") String version,
            @PathParam("namespace") String namespace,
            @Context HttpServerRequest request,
            String body)
            throws JsonProcessingException {
        AccessReviews.Answer answer;
        try {
            answer = reviews.mayRequestUpload(caller(request), namespace, version);
        } catch (NotAuthenticatedException e) {
            return plain(Response.Status.UNAUTHORIZED, e.reason());
        } catch (KubernetesClientException e) {
            LOG.error("access review failed; namespace={}", namespace, e);
            return Response.serverError().build();
        }
        if (!answer.isAllowed()) {
            return plain(Response.Status.UNAUTHORIZED, answer.reason());
        }
        UploadTokenRequest asked;
        try {
            asked = json.readValue(body, UploadTokenRequest.class);
        } catch (JsonProcessingException e) {
            return plain(Response.Status.BAD_REQUEST, e.getOriginalMessage());
        }
        String claim = asked.getSpec() == null
                ? ""
                : Objects.requireNonNullElse(asked.getSpec().pvcName(), "");
        asked.setStatus(new UploadTokenRequestStatus(tokens.upload(namespace, claim)));
        ObjectNode answered = json.valueToTree(asked);
        return json(answered.put("apiVersion", CdiApi.UPLOAD_GROUP + "/" + version));
    }

    private UserInfo caller(HttpServerRequest request) throws NotAuthenticatedException {
        FrontProxy proxy = frontProxy.proxy();
        if (!commonName(request.sslSession()).map(proxy::isAllowed).orElse(false)) {
            throw new NotAuthenticatedException("request is not authenticated");
        }
        return proxy.user(request.headers().names(), request.headers()::getAll);
    }

    /// Of the certificate that the client has shown, and that the handshake has found to be the front
    /// proxy's.
    private static Optional<String> commonName(SSLSession session) {
        try {
            X509Certificate leaf = (X509Certificate) session.getPeerCertificates()[0];
            return CommonName.of(leaf.getSubjectX500Principal());
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private Response json(Object body) throws JsonProcessingException {
        return Response.ok(json.writeValueAsString(body), MediaType.APPLICATION_JSON)
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private static Response plain(Response.Status status, String text) {
        return Response.status(status).type(MediaType.TEXT_PLAIN).entity(text).build();
    }
}
