// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.source.Secret;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FreshTokenTest {

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final FreshToken token = new FreshToken(() -> new Secret("t" + asked.incrementAndGet()), now::get);

    @Test
    void isAskedForAgainBeforeItIsTooOld() throws Exception {
        assertThat(token.get().reveal()).isEqualTo("t1");
        now.set(Duration.ofMinutes(4).toNanos());
        assertThat(token.get().reveal()).isEqualTo("t1");
        now.addAndGet(1);
        assertThat(token.get().reveal()).isEqualTo("t2");
    }

    @Test
    void oneThatIsNotAcceptedIsThrownAway() throws Exception {
        assertThat(token.get().reveal()).isEqualTo("t1");
        token.discard();
        assertThat(token.get().reveal()).isEqualTo("t2");
    }
}
