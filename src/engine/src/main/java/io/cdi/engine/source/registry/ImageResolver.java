// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Source;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Follows an image's name through its indexes to the one image for a platform.
final class ImageResolver {

    /// No real manifest or configuration comes near it; a document without end must not fill the memory.
    static final int LARGEST_DOCUMENT_BYTES = 4 << 20;

    private static final int DEEPEST_NESTING = 4;

    private final ImageStore store;
    private final ImagePlatform wanted;
    private final boolean architectureWasAsked;

    /// @param machine the Java platform's name for this machine's architecture
    ImageResolver(ImageStore store, Source.Platform platform, String machine) {
        this.store = store;
        this.wanted = ImagePlatform.wanted(platform, machine);
        this.architectureWasAsked = platform.architecture().isPresent();
    }

    /// @param layers lowest first
    record Resolved(ImageConfig config, List<Descriptor> layers) {
        /// The digests of all layers.
        String version() {
            return layers.stream().map(layer -> layer.digest().toString()).collect(Collectors.joining(" "));
        }
    }

    Resolved resolve() throws TransferException {
        Manifest.Image image = switch (store.root()) {
            case Manifest.Image single -> single;
            case Manifest.Index index -> find(index, 0).orElseThrow(() -> noneFor(index));
        };
        String what = "the configuration of " + store.description();
        ImageConfig config = ManifestJson.config(
                VerifiedStream.readSmall(store.blob(image.config()), image.config(), LARGEST_DOCUMENT_BYTES, what),
                what);
        requireUsable(config);
        return new Resolved(config, image.layers());
    }

    private Optional<Manifest.Image> find(Manifest.Index index, int depth) throws TransferException {
        if (depth == DEEPEST_NESTING) {
            throw new TransferException.Permanent("read " + store.description()
                    + ": its index holds indexes nested more than " + DEEPEST_NESTING + " deep");
        }
        for (Descriptor candidate : PlatformChoice.candidates(index.entries(), wanted)) {
            Optional<Manifest.Image> image = switch (read(candidate)) {
                case Manifest.Image single -> Optional.of(single);
                case Manifest.Index nested -> find(nested, depth + 1);
            };
            if (image.isPresent()) {
                return image;
            }
        }
        return Optional.empty();
    }

    private Manifest read(Descriptor manifest) throws TransferException {
        String what = "the manifest " + manifest.digest() + " of " + store.description();
        return ManifestJson.manifest(
                VerifiedStream.readSmall(store.manifest(manifest), manifest, LARGEST_DOCUMENT_BYTES, what), what);
    }

    private void requireUsable(ImageConfig config) throws TransferException.Permanent {
        String architecture = config.platform().architecture();
        if (architectureWasAsked && !architecture.equals(wanted.architecture())) {
            throw new TransferException.Permanent("Error validating architecture: manifest image architecture: \""
                    + architecture + "\" doesn't match requested architecture: \"" + wanted.architecture() + "\"");
        }
        if (config.isBootc()) {
            throw new TransferException.Permanent("bootc image detected: " + store.description()
                    + " holds a file tree to boot, not a disk image; build a disk from it with"
                    + " bootc-image-builder first");
        }
    }

    private TransferException.Permanent noneFor(Manifest.Index index) {
        String has = index.entries().stream()
                .flatMap(entry -> entry.platform().stream())
                .map(platform -> platform.os() + "/" + platform.architecture())
                .distinct()
                .collect(Collectors.joining(", "));
        return new TransferException.Permanent(
                "Error retrieving image: choosing image instance: no image found in image"
                        + " index for architecture \"" + wanted.architecture() + "\", variant \"" + wanted.variant()
                        + "\", OS \"" + wanted.os() + "\"; " + store.description() + " has "
                        + (has.isEmpty() ? "none" : has));
    }
}
