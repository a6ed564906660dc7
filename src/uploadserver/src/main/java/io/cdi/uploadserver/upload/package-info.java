// SPDX-License-Identifier: Apache-2.0
/// One upload at a time, on its way from requests to the volume.
///
/// ```
/// request ── Part ──┐
/// request ── Part ──┴─ Feed ── transfer engine ── volume
/// ```
///
/// The engine's thread reads the bodies itself, by the [Feed]: nothing is queued, so memory is flat and a
/// slow volume slows the client. A plain upload is one [Part]. A resumable one has as many as it takes:
/// between two of them the engine just waits, with all it knows about the image, and is given up after
/// [Feed]'s patience.
///
/// [Desk] owns the only state: idle, receiving, finishing in the background, or over. Every way out of an
/// upload, also an unexpected one, leads through it, so that the server is never left busy with nothing.
@NullMarked
package io.cdi.uploadserver.upload;

import org.jspecify.annotations.NullMarked;
