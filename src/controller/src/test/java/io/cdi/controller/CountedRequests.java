// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// Counts what a client asks the API server for, by verb and kind.
final class CountedRequests implements Interceptor {

    private static final Pattern NAMESPACES = Pattern.compile("/namespaces/[^/]+");

    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        String path = NAMESPACES.matcher(request.uri().getPath()).replaceFirst("");
        String[] parts = path.split("/", -1);
        int kind = path.startsWith("/api/") ? 3 : 4;
        String word = parts.length > kind ? parts[kind] : path;
        String status = path.endsWith("/status") ? "/status" : "";
        counts.computeIfAbsent(request.method() + " " + word + status, _ -> new AtomicInteger())
                .incrementAndGet();
    }

    void clear() {
        counts.clear();
    }

    int total() {
        return counts.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    @Override
    public String toString() {
        return new TreeMap<>(counts).toString();
    }
}
