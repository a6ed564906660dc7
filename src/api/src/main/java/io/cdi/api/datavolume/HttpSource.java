// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file on a web server.
@ApiRecord
public record HttpSource(
        @Field("Where the file is.") String url,

        @Field("Secret with accessKeyId (user) and secretKey (password).") @Nullable
        String secretRef,

        @Field("ConfigMap with certificates of further authorities to trust.") @Nullable
        String certConfigMap,

        @Field("Headers to send, each as 'Name: value'.") @Nullable
        List<String> extraHeaders,

        @Field("Secrets with a header to send each.") @Nullable
        List<String> secretExtraHeaders,

        @Field("What the file must hash to, as 'algorithm:hex', with md5, sha1, sha256 or sha512.") @Nullable
        String checksum,

        @Field("Whether the server's certificate is taken without checking it.") @Nullable
        Boolean insecureSkipVerify)
        implements Source {}
