// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver;

import io.cdi.contract.FailurePhrases;
import io.cdi.contract.UploadEndpoint;
import io.cdi.engine.transfer.ImportRequest.Content;
import io.cdi.uploadserver.form.FormFile;
import io.cdi.uploadserver.http.Answer;
import io.cdi.uploadserver.http.Exchange;
import io.cdi.uploadserver.upload.Desk;
import io.cdi.uploadserver.upload.FailureAnswer;
import io.cdi.uploadserver.upload.Part;
import io.cdi.uploadserver.upload.Upload;
import io.cdi.uploadserver.upload.UploadOrder;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// Uploads in one request. One that breaks off leaves nothing behind, and can be repeated at once.
record PlainUploads(Desk desk) {

    void handle(Exchange exchange, UploadEndpoint endpoint) throws IOException {
        if (exchange.header(UploadEndpoint.CONTENT_HEADER)
                .filter(UploadEndpoint.CLONE_CONTENTS::contains)
                .isPresent()) {
            String refusal = endpoint.isAsync() ? "async clone not supported" : "clone streams are not supported";
            exchange.answer(Answer.of(Answer.FAILED, FailurePhrases.SAVING_FAILED + refusal));
            return;
        }
        try {
            Part whole = new Part(exchange, () -> file(exchange, endpoint));
            answer(exchange, endpoint, desk.open(order(exchange, endpoint), Optional.of(whole)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an upload was received", e);
        }
    }

    private static void answer(Exchange exchange, UploadEndpoint endpoint, Desk.Admission admission)
            throws IOException {
        switch (admission) {
            case Desk.Admission.Busy() -> exchange.answer(FailureAnswer.BUSY);
            case Desk.Admission.Done() -> exchange.answer(FailureAnswer.DONE);
            case Desk.Admission.Admitted(Upload upload) -> receive(exchange, endpoint, upload);
        }
    }

    private static UploadOrder order(Exchange exchange, UploadEndpoint endpoint) {
        return new UploadOrder(
                endpoint == UploadEndpoint.ARCHIVE ? Content.ARCHIVE : Content.DISK,
                endpoint.isForm() ? OptionalLong.empty() : exchange.contentLength(),
                endpoint.isAsync() ? UploadOrder.Pace.ASYNC : UploadOrder.Pace.SYNC);
    }

    private static void receive(Exchange exchange, UploadEndpoint endpoint, Upload upload) throws IOException {
        Optional<Throwable> failure = Upload.await(endpoint.isAsync() ? upload.arrival() : upload.storage());
        exchange.answer(failure.map(FailureAnswer::of).orElse(Answer.of(Answer.OK)));
    }

    private static InputStream file(Exchange exchange, UploadEndpoint endpoint) throws IOException {
        return endpoint.isForm()
                ? FormFile.in(exchange.body(), exchange.header("Content-Type").orElse(""))
                : exchange.body();
    }
}
