// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.http;

import java.util.Map;
import java.util.TreeMap;

/// What a request is answered with.
public record Answer(int status, Map<String, String> headers, String text) {

    public static final int OK = 200;
    public static final int CREATED = 201;
    public static final int NO_CONTENT = 204;
    public static final int BAD_REQUEST = 400;
    public static final int UNAUTHORIZED = 401;
    public static final int NOT_FOUND = 404;
    public static final int METHOD_NOT_ALLOWED = 405;
    public static final int CONFLICT = 409;
    public static final int PRECONDITION_FAILED = 412;
    public static final int UNSUPPORTED_TYPE = 415;
    public static final int FAILED = 500;
    public static final int BUSY = 503;

    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer of(int status) {
        return new Answer(status, Map.of(), "");
    }

    public static Answer of(int status, String text) {
        return new Answer(status, Map.of(), text);
    }

    public Answer with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, text);
    }
}
