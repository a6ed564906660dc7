// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.TransferException;
import java.io.Closeable;
import java.io.InputStream;

/// Where one image's parts lie: a registry, or an OCI layout in a tar. Nothing that comes out of it is trusted;
/// [VerifiedStream] and [ImageResolver] compare it with its digest.
interface ImageStore extends Closeable {

    /// The image for messages.
    String description();

    /// What the image's name leads to.
    Manifest root() throws TransferException;

    /// The bytes of a manifest or index that an index points to.
    InputStream manifest(Descriptor manifest) throws TransferException;

    /// The bytes of a configuration or layer, as stored. An end means that all bytes have come; cuts are mended
    /// inside or thrown.
    InputStream blob(Descriptor blob) throws TransferException;
}
