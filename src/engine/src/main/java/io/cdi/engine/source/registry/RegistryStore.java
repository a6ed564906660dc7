// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.http.HttpTransport;
import io.cdi.engine.source.ranges.RangedOrigin;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/// An image in a registry (OCI distribution specification, "Pull"). What is read resumes inside; see
/// [RangedOrigin].
final class RegistryStore implements ImageStore {

    private final RegistryApi api;
    private final ImageReference image;
    private final Source.Effort effort;

    private RegistryStore(RegistryApi api, ImageReference image, Source.Effort effort) {
        this.api = api;
        this.image = image;
        this.effort = effort;
    }

    /// Looks up the login; connects to nothing yet.
    static RegistryStore open(Source.Registry source, Source.Effort effort, Map<String, String> environment)
            throws TransferException {
        ImageReference image = ImageReference.parse(source.reference());
        RegistryCredentials credentials = source.login().isPresent()
                ? new RegistryCredentials.Password(source.login().get())
                : new DockerLogins(environment).find(image);
        HttpTransport transport = HttpTransport.open(source.tls(), environment, effort.retry());
        TokenService tokens = new TokenService(transport, source.plainHttp());
        RegistryAuthorization authorization = new RegistryAuthorization(image, credentials, tokens);
        RegistryApi api = new RegistryApi(transport, image.apiHost(), source.plainHttp(), authorization);
        return new RegistryStore(api, image, effort);
    }

    @Override
    public String description() {
        return image.toString();
    }

    @Override
    public Manifest root() throws TransferException {
        String what = "the manifest of " + image;
        RegistryObject object = new RegistryObject(
                api,
                path("manifests", image.manifestName()),
                what,
                image.digest().map(Digest::toString));
        try (InputStream in = open(object)) {
            byte[] document = in.readNBytes(ImageResolver.LARGEST_DOCUMENT_BYTES + 1);
            if (document.length > ImageResolver.LARGEST_DOCUMENT_BYTES) {
                throw new TransferException.Permanent("read " + what + ": it has more than the "
                        + ImageResolver.LARGEST_DOCUMENT_BYTES + " bytes that such a document may have");
            }
            Optional<Digest> promised = image.digest().or(() -> object.version().flatMap(RegistryStore::digest));
            if (promised.isPresent()) {
                promised.get().requireMatch(document, what);
            }
            return ManifestJson.manifest(document, what);
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw new TransferException.Transient("read " + what + ": " + e.getMessage(), e);
        }
    }

    @Override
    public InputStream manifest(Descriptor manifest) throws TransferException {
        return open(object("manifests", manifest));
    }

    @Override
    public InputStream blob(Descriptor blob) throws TransferException {
        return open(object("blobs", blob));
    }

    @Override
    public void close() {
        api.close();
    }

    private RegistryObject object(String kind, Descriptor descriptor) {
        String digest = descriptor.digest().toString();
        return new RegistryObject(api, path(kind, digest), digest + " of " + image, Optional.of(digest));
    }

    private String path(String kind, String name) {
        return image.repository() + "/" + kind + "/" + name;
    }

    private InputStream open(RegistryObject object) throws TransferException {
        Origin origin = RangedOrigin.open(object, effort);
        InputStream stream = switch (origin) {
            case Origin.Seekable seekable -> seekable.stream(0);
            case Origin.Streamed streamed -> streamed.stream();
        };
        return new OriginStream(stream, origin);
    }

    /// A tag's digest comes from the registry itself: it guards against damage, not against a liar.
    private static Optional<Digest> digest(String text) {
        try {
            return Optional.of(Digest.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// A stream that takes its origin along when it is closed.
    private static final class OriginStream extends FilterInputStream {
        private final Origin origin;

        OriginStream(InputStream in, Origin origin) {
            super(in);
            this.origin = origin;
        }

        @Override
        public void close() throws IOException {
            try (origin) {
                super.close();
            }
        }
    }
}
