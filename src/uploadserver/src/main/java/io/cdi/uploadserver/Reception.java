// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver;

import io.cdi.contract.Metrics;
import io.cdi.contract.ProgressSample;
import io.cdi.contract.ResumableUpload;
import io.cdi.contract.UploadEndpoint;
import io.cdi.uploadserver.http.Answer;
import io.cdi.uploadserver.http.Exchange;
import io.cdi.uploadserver.http.Handler;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/// Where each request comes first: it sorts by path, and lets only the one client through that the pod is
/// for.
record Reception(String clientName, PlainUploads plain, ResumableUploads resumable, Supplier<ProgressSample> progress)
        implements Handler {

    private static final String HEALTH = "/healthz";

    @Override
    public void handle(Exchange exchange) throws IOException {
        Optional<UploadEndpoint> endpoint = UploadEndpoint.of(exchange.path());
        if (exchange.path().equals(HEALTH)) {
            exchange.answer(Answer.of(Answer.OK, "OK"));
        } else if (exchange.path().equals(Metrics.PATH)) {
            exchange.answer(Answer.of(Answer.OK, progress.get().text()));
        } else if (endpoint.isPresent()) {
            handle(exchange, endpoint.get());
        } else if (ResumableUpload.isPath(exchange.path())) {
            if (isClient(exchange)) {
                resumable.handle(exchange);
            } else {
                exchange.answer(Answer.of(Answer.UNAUTHORIZED));
            }
        } else {
            exchange.answer(Answer.of(Answer.NOT_FOUND));
        }
    }

    /// The order of the checks is part of the contract.
    private void handle(Exchange exchange, UploadEndpoint endpoint) throws IOException {
        if (endpoint.isAsync() && exchange.method().equals("HEAD")) {
            exchange.answer(Answer.of(Answer.OK));
        } else if (!exchange.method().equals("POST")) {
            exchange.answer(Answer.of(Answer.NOT_FOUND));
        } else if (!isClient(exchange)) {
            exchange.answer(Answer.of(Answer.UNAUTHORIZED));
        } else {
            plain.handle(exchange, endpoint);
        }
    }

    private boolean isClient(Exchange exchange) {
        return exchange.clientNames().contains(clientName);
    }
}
