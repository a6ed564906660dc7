// SPDX-License-Identifier: Apache-2.0
/// Objects of Google Cloud Storage, read over its XML API with the engine's own HTTP client.
///
/// [GcsUrl] turns what the user typed into a [io.cdi.engine.source.Source.Gcs], [GcsOrigin] opens it. The
/// first answer names the object's generation; every further request asks for that generation, so bytes of
/// two uploads are never mixed, and in a bucket with versioning a transfer even goes on after the object was
/// replaced.
///
/// A service account signs in by the JWT bearer grant (RFC 7523), written here in some 60 lines on the JDK's
/// RSA. Google's own auth library was tried: it brings 6.2 MB in 20 jars, among them Guava, gRPC's API, Gson
/// and a second (end-of-life) Apache HTTP client, and its requests would ignore our trust and proxy settings.
/// It would be the better choice if sign-in by workload identity federation were wanted.
@NullMarked
package io.cdi.engine.source.gcs;

import org.jspecify.annotations.NullMarked;
