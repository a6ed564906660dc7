// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Unpacks one compressed cluster. Called from several threads at once.
@FunctionalInterface
public interface ClusterCodec {

    /// For formats without compression.
    ClusterCodec NONE = (packed, into) -> {
        throw new IllegalStateException("this format has no packed clusters");
    };

    /// Fills `into` from `packed`, both between position and limit, both direct.
    ///
    /// @throws IOException when the packed bytes are broken or bring fewer bytes than `into` holds
    void unpack(ByteBuffer packed, ByteBuffer into) throws IOException;
}
