// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.contract.ResumableUpload;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.http.Exchange;
import io.cdi.engine.source.http.HttpTransport;
import io.cdi.engine.source.http.Request;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/// The requests over HTTP.
///
/// @param base the upload proxy, without a slash at its end
/// @param file what is uploaded
record HttpWire(HttpTransport transport, URI base, FreshToken token, FileContent file) implements Wire {

    @Override
    public Reply create(long totalBytes) throws TransferException {
        return send(Request.post(address("")).with(ResumableUpload.LENGTH_HEADER, Long.toString(totalBytes)));
    }

    @Override
    public Reply offset(String id) throws TransferException {
        return send(Request.head(address("/" + id)));
    }

    @Override
    public Reply bring(String id, long offset, long length) throws TransferException {
        Request.Body part =
                new Request.Streamed(ResumableUpload.BODY_TYPE, length, out -> file.copy(offset, length, out));
        return send(Request.patch(address("/" + id), part).with(ResumableUpload.OFFSET_HEADER, Long.toString(offset)));
    }

    private URI address(String suffix) {
        return URI.create(base + ResumableUpload.PATH + suffix);
    }

    private Reply send(Request request) throws TransferException {
        Request allowed = request.with(ResumableUpload.PROTOCOL_HEADER, ResumableUpload.PROTOCOL)
                .withAuthorization(new Secret("Bearer " + token.get().reveal()));
        try (Exchange exchange = transport.sendOnce(allowed)) {
            Reply reply = Reply.of(exchange);
            if (reply.status() == HttpURLConnection.HTTP_UNAUTHORIZED) {
                token.discard();
            }
            return reply;
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw new TransferException.Transient("read the answer of " + base + ": " + e.getMessage(), e);
        }
    }
}
