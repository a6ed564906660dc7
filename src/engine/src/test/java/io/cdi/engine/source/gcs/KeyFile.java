// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.gcs;

import io.cdi.engine.source.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;

/// A new service account's key file.
record KeyFile(Secret json, PublicKey publicKey) {

    static KeyFile generate(String tokenUri) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(keys.getPrivate().getEncoded())
                    .replace("\n", "\\n");
            String json = """
                    {"type": "service_account", "project_id": "test", "private_key_id": "key-1",
                     "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
                     "client_email": "import@test.example", "token_uri": "%s"}""".formatted(base64, tokenUri);
            return new KeyFile(new Secret(json), keys.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
