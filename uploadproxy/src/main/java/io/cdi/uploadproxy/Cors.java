// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/// Pages of any origin may upload: what counts is the token, which no browser sends by itself.
final class Cors {

    private static final String ANY = "*";
    private static final String METHODS = "HEAD, GET, POST, PUT, PATCH, DELETE";
    private static final String READABLE =
            "Location, Tus-Resumable, Tus-Version, Tus-Extension, Upload-Length, Upload-Offset";
    private static final int NO_CONTENT = 204;

    private Cors() {}

    /// @return whether the request was a question of a browser, which is answered now
    static boolean answered(HttpServerRequest request) {
        if (!request.headers().contains(HttpHeaders.ORIGIN)) {
            return false;
        }
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
        if (!request.method().equals(HttpMethod.OPTIONS)
                || !request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, READABLE);
            return false;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        String headers = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        if (headers != null) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, headers);
        }
        response.setStatusCode(NO_CONTENT).end();
        return true;
    }
}
