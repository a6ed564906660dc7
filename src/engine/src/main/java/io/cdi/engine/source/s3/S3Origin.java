// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.ranges.RangedOrigin;
import java.util.Map;

/// The way from a [Source.S3] to its bytes.
public final class S3Origin {

    private S3Origin() {}

    /// Sends the first request and returns when its answer has begun.
    ///
    /// @param environment the process's variables, for the proxy, the region and, when the source asks for
    ///     it, the credentials
    public static Origin open(Source.S3 source, Source.Effort effort, Map<String, String> environment)
            throws TransferException {
        return RangedOrigin.open(S3RangeReader.open(source, effort, environment), effort);
    }
}
