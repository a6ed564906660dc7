// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The client that people use.
///
/// @param status 0 when there was no answer
record Curl(int exit, int status, String output) {

    static Process start(RunningProxy proxy, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "curl", "-sS", "--cacert", proxy.api().authority().certificate().toString(), "-w", "\n%{http_code}"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    static Curl run(RunningProxy proxy, String... options) throws IOException, InterruptedException {
        return ended(start(proxy, options));
    }

    static Curl ended(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        int end = output.lastIndexOf('\n');
        return new Curl(
                exit, Integer.parseInt(output.substring(end + 1).strip()), output.substring(0, Math.max(0, end)));
    }

    static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }
}
