// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver;

import io.cdi.contract.ContentType;
import io.cdi.contract.ResumableUpload;
import io.cdi.engine.transfer.ImportRequest.Content;
import io.cdi.uploadserver.http.Answer;
import io.cdi.uploadserver.http.Exchange;
import io.cdi.uploadserver.upload.Desk;
import io.cdi.uploadserver.upload.FailureAnswer;
import io.cdi.uploadserver.upload.Part;
import io.cdi.uploadserver.upload.Upload;
import io.cdi.uploadserver.upload.UploadOrder;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// Uploads that survive the cut of a connection, by the protocol tus 1.0.0: core, creation and termination.
///
/// @param content what they bring, which their paths do not say
record ResumableUploads(Desk desk, ContentType content) {

    void handle(Exchange exchange) throws IOException {
        try {
            Answer answer = answer(exchange);
            exchange.answer(answer.with(ResumableUpload.PROTOCOL_HEADER, ResumableUpload.PROTOCOL));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an upload was received", e);
        }
    }

    private Answer answer(Exchange exchange) throws InterruptedException {
        if (exchange.method().equals("OPTIONS")) {
            return Answer.of(Answer.NO_CONTENT)
                    .with(ResumableUpload.PROTOCOLS_HEADER, ResumableUpload.PROTOCOL)
                    .with(ResumableUpload.EXTENSIONS_HEADER, ResumableUpload.EXTENSIONS);
        }
        String protocol = exchange.header(ResumableUpload.PROTOCOL_HEADER).orElse(ResumableUpload.PROTOCOL);
        if (!protocol.equals(ResumableUpload.PROTOCOL)) {
            return Answer.of(Answer.PRECONDITION_FAILED)
                    .with(ResumableUpload.PROTOCOLS_HEADER, ResumableUpload.PROTOCOL);
        }
        Optional<String> id = ResumableUpload.id(exchange.path());
        if (id.isEmpty()) {
            return exchange.method().equals("POST") ? create(exchange) : Answer.of(Answer.METHOD_NOT_ALLOWED);
        }
        Optional<Upload> upload = desk.find(id.get());
        return upload.isEmpty() ? Answer.of(Answer.NOT_FOUND) : answer(exchange, upload.get());
    }

    private static Answer answer(Exchange exchange, Upload upload) throws InterruptedException {
        return switch (exchange.method()) {
            case "HEAD" ->
                at(Answer.OK, upload)
                        .with(ResumableUpload.LENGTH_HEADER, String.valueOf(upload.lengthBytes()))
                        .with("Cache-Control", "no-store");
            case "PATCH" -> receive(exchange, upload);
            case "DELETE" -> {
                upload.cancel();
                yield upload.hasSucceeded() ? FailureAnswer.DONE : Answer.of(Answer.NO_CONTENT);
            }
            default -> Answer.of(Answer.METHOD_NOT_ALLOWED);
        };
    }

    private Answer create(Exchange exchange) throws InterruptedException {
        OptionalLong length = number(exchange, ResumableUpload.LENGTH_HEADER);
        if (length.isEmpty() || length.getAsLong() == 0) {
            return Answer.of(Answer.BAD_REQUEST, ResumableUpload.LENGTH_HEADER + " must be the length of the upload");
        }
        UploadOrder order = new UploadOrder(
                content == ContentType.ARCHIVE ? Content.ARCHIVE : Content.DISK, length, UploadOrder.Pace.RESUMABLE);
        return switch (desk.open(order, Optional.empty())) {
            case Desk.Admission.Busy() -> FailureAnswer.BUSY;
            case Desk.Admission.Done() -> FailureAnswer.DONE;
            case Desk.Admission.Admitted(Upload upload) ->
                Answer.of(Answer.CREATED).with("Location", ResumableUpload.PATH + "/" + upload.id());
        };
    }

    /// The answer to the part that completes the upload waits until all is durable.
    private static Answer receive(Exchange exchange, Upload upload) throws InterruptedException {
        if (!exchange.header("Content-Type").orElse("").equals(ResumableUpload.BODY_TYPE)) {
            return Answer.of(Answer.UNSUPPORTED_TYPE, "the content type must be " + ResumableUpload.BODY_TYPE);
        }
        OptionalLong offset = number(exchange, ResumableUpload.OFFSET_HEADER);
        if (offset.isEmpty() || offset.getAsLong() + exchange.contentLength().orElse(0) > upload.lengthBytes()) {
            return Answer.of(
                    Answer.BAD_REQUEST,
                    ResumableUpload.OFFSET_HEADER + " must be the place of these bytes within the upload");
        }
        // Where all has come before, only the answer is asked for: nobody reads any more.
        if (!upload.isComplete() || offset.getAsLong() < upload.lengthBytes()) {
            Part part = new Part(exchange, exchange::body);
            if (!upload.attach(part, offset.getAsLong())) {
                return at(Answer.CONFLICT, upload);
            }
            CompletableFuture.anyOf(part.end(), upload.storage())
                    .exceptionally(_ -> null)
                    .join();
        }
        if (!upload.storage().isDone() && !upload.isComplete()) {
            return at(Answer.NO_CONTENT, upload);
        }
        return Upload.await(upload.storage()).map(FailureAnswer::of).orElseGet(() -> at(Answer.NO_CONTENT, upload));
    }

    private static Answer at(int status, Upload upload) {
        return Answer.of(status).with(ResumableUpload.OFFSET_HEADER, String.valueOf(upload.offset()));
    }

    private static OptionalLong number(Exchange exchange, String header) {
        return exchange.header(header)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }
}
