// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import io.cdi.contract.ContentType;
import io.cdi.contract.ResumableUpload;
import io.cdi.tokens.Token;
import io.cdi.uploadproxy.claims.ClaimCache;
import io.cdi.uploadproxy.claims.Target;
import io.cdi.uploadproxy.forward.Forwarding;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Where uploads come in.
@ApplicationScoped
public class UploadRoutes {

    private final Admission admission;
    private final ClaimCache claims;
    private final Forwarding forwarding;

    @Inject
    public UploadRoutes(Admission admission, ClaimCache claims, Forwarding forwarding) {
        this.admission = admission;
        this.claims = claims;
        this.forwarding = forwarding;
    }

    void on(@Observes Router router) {
        router.route("/v1beta1/*").handler(this::handle);
        router.route("/v1alpha1/*").handler(this::handle);
    }

    private void handle(RoutingContext routing) {
        Optional<UploadPath> path =
                Optional.ofNullable(routing.request().path()).flatMap(UploadPath::of);
        if (path.isEmpty()) {
            routing.next();
        } else if (!Cors.answered(routing.request())) {
            handle(routing.request(), path.get());
        }
    }

    private void handle(HttpServerRequest request, UploadPath path) {
        request.pause();
        switch (admission.judge(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            case Admission.Verdict.Refused(int status) -> Forwarding.refuse(request, status, "");
            case Admission.Verdict.Admitted(Token token) -> {
                Context context = Objects.requireNonNull(Vertx.currentContext());
                var _ = claims.await(token)
                        .thenAccept(target -> context.runOnContext(_ -> handle(request, path, token, target)));
            }
        }
    }

    private void handle(HttpServerRequest request, UploadPath path, Token token, Target target) {
        switch (target) {
            case Target.OtherClaim _ -> Forwarding.refuse(request, HttpResponseStatus.UNAUTHORIZED.code(), "");
            case Target.NotYet(String reason) -> unavailable(request, reason);
            case Target.Refused(String reason) -> unavailable(request, reason);
            case Target.Ready(String host, ContentType content) -> {
                if (isDiscovery(request, path, content)) {
                    request.resume();
                    request.response().end();
                } else {
                    forwarding.forward(request, host, path.upstream(content), () -> settled(path, token));
                }
            }
        }
    }

    /// Who has sent all asks every other second whether it is done; often it is, by the time that the answer comes
    /// a moment later.
    private CompletionStage<?> settled(UploadPath path, Token token) {
        return path.kind() == UploadPath.Kind.ASYNC
                ? claims.awaitUploaded(token)
                : CompletableFuture.completedStage(null);
    }

    /// Clients ask first whether a server answers early. Every one of ours does, and says so to HEAD
    /// whatever it is doing: so the question needs no connection.
    private static boolean isDiscovery(HttpServerRequest request, UploadPath path, ContentType content) {
        return request.method().equals(HttpMethod.HEAD)
                && path.kind() == UploadPath.Kind.ASYNC
                && content == ContentType.KUBEVIRT
                && !request.headers().contains(ResumableUpload.PROTOCOL_HEADER);
    }

    private static void unavailable(HttpServerRequest request, String reason) {
        Forwarding.refuse(request, HttpResponseStatus.SERVICE_UNAVAILABLE.code(), reason);
    }
}
