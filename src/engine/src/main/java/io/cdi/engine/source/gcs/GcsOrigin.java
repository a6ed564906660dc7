// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.gcs;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.ranges.RangedOrigin;
import java.time.InstantSource;
import java.util.Map;

/// The way from a [Source.Gcs] to its bytes.
public final class GcsOrigin {

    private GcsOrigin() {}

    /// Signs in if there is a key file, sends the first request and returns when its answer has begun.
    ///
    /// @param environment the process's variables, for the proxy
    public static Origin open(Source.Gcs source, Source.Effort effort, Map<String, String> environment)
            throws TransferException {
        return RangedOrigin.open(GcsRangeReader.open(source, effort, environment, InstantSource.system()), effort);
    }
}
