// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdi.engine.ByteCount;
import java.time.Duration;
import java.util.Locale;

/// What a finished upload tells its user.
///
/// @param volume `namespace/name`
/// @param volumeBytes how much was asked for
/// @param sentBytes by this run, which may have gone on with an earlier one's upload
public record UploadResult(LocalImage image, String volume, long volumeBytes, long sentBytes) {

    /// For people: `uploaded qcow2 (gzip) 876.1 MiB -> default/fedora 8 GiB in 12.3 s (71.2 MiB/s)`.
    public String text(Duration elapsed) {
        double seconds = Math.max(1e-3, elapsed.toMillis() / 1000.0);
        return String.format(
                Locale.ROOT,
                "uploaded %s%s %s -> %s %s in %.1f s (%s/s)",
                image.format(),
                image.packings().isEmpty() ? "" : " (" + String.join(", ", image.packings()) + ")",
                new ByteCount(image.bytes()),
                volume,
                new ByteCount(volumeBytes),
                seconds,
                new ByteCount((long) (sentBytes / seconds)));
    }

    /// For programs.
    public ObjectNode json(Duration elapsed) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("event", "uploaded");
        line.put("volume", volume);
        line.put("format", image.format());
        image.packings().forEach(line.putArray("packings")::add);
        line.put("volumeBytes", volumeBytes);
        line.put("sourceBytes", image.bytes());
        line.put("sentBytes", sentBytes);
        line.put("elapsedSeconds", elapsed.toMillis() / 1000.0);
        return line;
    }
}
