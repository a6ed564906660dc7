// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ServiceAccountTest {

    private static final KeyFile KEY_FILE = KeyFile.generate("http://127.0.0.1:1/token");

    @Test
    void signsWhatTheTokenServiceExpects() throws Exception {
        ServiceAccount account = ServiceAccount.parse(KEY_FILE.json());

        String[] parts =
                account.assertion("a-scope", Instant.ofEpochSecond(1_000_000)).split("\\.", -1);

        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KEY_FILE.publicKey());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        assertThat(json(parts[0]).toString()).isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"key-1\"}");
        assertThat(json(parts[1]).toString())
                .isEqualTo("{\"iss\":\"import@test.example\",\"scope\":\"a-scope\","
                        + "\"aud\":\"http://127.0.0.1:1/token\",\"iat\":1000000,\"exp\":1003600}");
    }

    private static JsonNode json(String part) throws Exception {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(part));
    }

    @Test
    void saysWhatIsWrongWithAKeyFileWithoutRepeatingIt() {
        assertUnusable("not json at all", "it is not JSON");
        assertUnusable("{\"type\": \"authorized_user\"}", "its type is 'authorized_user'");
        assertUnusable("{\"type\": \"service_account\"}", "it has no client_email");
        assertUnusable(KEY_FILE.json().reveal().replace("MII", "XYZ"), "its private_key is not an RSA key");
    }

    private static void assertUnusable(String text, String reason) {
        assertThatThrownBy(() -> ServiceAccount.parse(new Secret(text)))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("get a new JSON key")
                .hasMessageNotContaining("XYZ");
    }

    @Test
    void doesNotShowItsKey() throws TransferException {
        assertThat(ServiceAccount.parse(KEY_FILE.json())).hasToString("import@test.example");
    }
}
