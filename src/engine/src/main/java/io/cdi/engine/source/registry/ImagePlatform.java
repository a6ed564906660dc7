// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.source.Source;
import java.util.Locale;

/// The platform of an image, in the words of the OCI image specification; empty where nothing is said.
record ImagePlatform(String os, String architecture, String variant) {

    /// What the user asked for, with this machine's architecture where nothing was said.
    ///
    /// @param machine the Java platform's name for this machine's architecture
    static ImagePlatform wanted(Source.Platform platform, String machine) {
        return new ImagePlatform(
                platform.os(),
                platform.architecture().orElseGet(() -> ociName(machine)),
                platform.variant().orElse(""));
    }

    /// Whether an image of this platform serves where `wanted` is asked for, variants aside.
    boolean hasArchitectureOf(ImagePlatform wanted) {
        return os.equals(wanted.os) && architecture.equals(wanted.architecture);
    }

    /// The variant, with the one that an architecture always has left out: `arm64` is `arm64/v8`.
    String effectiveVariant() {
        return architecture.equals("arm64") && variant.equals("v8") ? "" : variant;
    }

    private static String ociName(String machine) {
        return switch (machine.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case "x86", "i386", "i686" -> "386";
            default -> machine.toLowerCase(Locale.ROOT);
        };
    }
}
