// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.ranges.Attempts;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A file of 100 bytes in parts of 10 and 40, against a server that follows a script.
class TusUploadTest {

    private static final RetryPolicy POLICY = new RetryPolicy(
            3, Duration.ofSeconds(1), Duration.ofSeconds(9), Duration.ofSeconds(9), Duration.ofSeconds(9));

    private final ScriptedServer server = new ScriptedServer();
    private final KeptId memory = new KeptId();
    private final UploadProgress progress = new UploadProgress();
    private boolean filled;

    @Test
    void bringsTheFileInParts() throws Exception {
        server.answers(201, 204, 204, 204, 204);

        run();

        assertThat(server.asked).containsExactly("POST 100", "PATCH 0+10", "PATCH 10+40", "PATCH 50+40", "PATCH 90+10");
        assertThat(memory.id).isEmpty();
    }

    @Test
    void goesOnWhereTheServerIs() throws Exception {
        server.answers(201, 204, ScriptedServer.CUT, 200, 204, 204, 204);

        run();

        assertThat(server.asked)
                .containsExactly("POST 100", "PATCH 0+10", "PATCH 10+40", "HEAD", "PATCH 30+40", "PATCH 70+30");
    }

    @Test
    void goesOnWithTheUploadOfAnEarlierRun() throws Exception {
        memory.id = Optional.of("abc");
        server.offset = 50;
        server.answers(200, 204, 204);

        run();

        assertThat(server.asked).containsExactly("HEAD", "PATCH 50+40", "PATCH 90+10");
    }

    @Test
    void asksForTheLastAnswerWhenTheServerHasAll() throws Exception {
        memory.id = Optional.of("abc");
        server.offset = 100;
        server.answers(200, 204);

        run();

        assertThat(server.asked).containsExactly("HEAD", "PATCH 100+0");
    }

    @Test
    void beginsAnewWhenTheServerHasForgotten() throws Exception {
        memory.id = Optional.of("abc");
        server.answers(404, 201, 204, 204, 204, 204);

        run();

        assertThat(server.asked).startsWith("HEAD", "POST 100", "PATCH 0+10");
        assertThat(memory.kept).isEqualTo(1);
    }

    @Test
    void waitsForABusyServer() throws Exception {
        server.answers(503, 503, 201, 204, 204, 204, 204);

        run();

        assertThat(server.asked).startsWith("POST 100", "POST 100", "POST 100", "PATCH 0+10");
    }

    @Test
    void givesUpWhenNothingMoves() {
        server.answers(201, 503, 503, 503, 503);

        assertThatThrownBy(this::run)
                .isInstanceOf(TransferException.Transient.class)
                .hasMessageContaining("3 attempts in a row failed");
        assertThat(memory.id).contains("new");
    }

    @Test
    void aServerThatFallsBackIsNoProgress() {
        server.answers(201, 204, 500, 404, 201, 204, 500, 404, 201, 204);

        assertThatThrownBy(this::run).isInstanceOf(TransferException.Transient.class);
    }

    @Test
    void aRefusalIsFinal() {
        server.answers(201, 400);

        assertThatThrownBy(this::run).isInstanceOf(TransferException.Permanent.class);
        assertThat(server.asked).hasSize(2);
        assertThat(memory.id).isEmpty();
    }

    @Test
    void oneTokenMayBeTooOld() throws Exception {
        server.answers(201, 204, 401, 200, 204, 204, 204);

        run();

        assertThat(server.asked).contains("PATCH 90+10");
    }

    @Test
    void twoTokensMayNot() {
        server.answers(401, 401);

        assertThatThrownBy(this::run)
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("token is not accepted");
    }

    @Test
    void somebodyElsesContentIsNotOurs() {
        server.answers(409);

        assertThatThrownBy(this::run).hasMessageContaining("filled by somebody else");
    }

    @Test
    void theLostAnswerToTheLastPartIsFoundInTheCluster() throws Exception {
        memory.id = Optional.of("abc");
        server.offset = 90;
        filled = true;
        server.answers(200, ScriptedServer.CUT);

        run();

        assertThat(server.asked).containsExactly("HEAD", "PATCH 90+10");
    }

    @Test
    void orByTheServersWord() throws Exception {
        memory.id = Optional.of("abc");
        server.offset = 90;
        server.answers(200, ScriptedServer.CUT, 404, 409);

        run();

        assertThat(server.asked).containsExactly("HEAD", "PATCH 90+10", "HEAD", "POST 100");
    }

    private void run() throws TransferException, InterruptedException {
        progress.begins(100);
        Attempts attempts = new Attempts(POLICY, new Random(1), _ -> {});
        new TusUpload(server, new PartPlan(100, 10, 40), attempts, memory, () -> filled, progress).run();
    }

    private static final class KeptId implements TusUpload.Memory {
        private Optional<String> id = Optional.empty();
        private int kept;

        @Override
        public Optional<String> known() {
            return id;
        }

        @Override
        public void keep(String made) {
            id = Optional.of(made);
            kept++;
        }

        @Override
        public void forget() {
            id = Optional.empty();
        }
    }

    /// Answers with the next status of its script, and takes half of a part whose connection is cut.
    private final class ScriptedServer implements Wire {
        static final int CUT = 0;

        private final List<String> asked = new ArrayList<>();
        private final Deque<Integer> script = new ArrayDeque<>();
        private long offset;

        void answers(int... statuses) {
            for (int status : statuses) {
                script.add(status);
            }
        }

        @Override
        public Reply create(long totalBytes) {
            asked.add("POST " + totalBytes);
            offset = 0;
            return reply();
        }

        @Override
        public Reply offset(String id) {
            asked.add("HEAD");
            return reply();
        }

        @Override
        public Reply bring(String id, long from, long length) throws TransferException {
            asked.add("PATCH " + from + "+" + length);
            progress.sent(from + length, (int) length);
            if (script.getFirst() == CUT) {
                script.removeFirst();
                offset = from + length / 2;
                throw new TransferException.Transient("the connection broke");
            }
            if (script.getFirst() == 204) {
                offset = from + length;
            }
            return reply();
        }

        private Reply reply() {
            return new Reply(script.removeFirst(), Optional.of("/v1beta1/upload-tus/new"), OptionalLong.of(offset), "");
        }
    }
}
