// SPDX-License-Identifier: Apache-2.0
/// Everything that speaks HTTP: [HttpTransport] is the one configured client of the engine (trust, proxies,
/// redirects, error texts), and [HttpOrigin] opens a [io.cdi.engine.source.Source.Http] with it.
///
/// Rules that this package keeps, whoever calls it:
///
/// - Login and extra headers go to the origin (scheme, host, port) that the user named and to no other. A
/// redirect to another origin drops them, for good. A redirect from https to http is refused when there was a
/// login or an extra header, because what they protect would then travel in the clear; without any it is
/// followed, as mirrors do that.
/// - Messages name the URL without user info, query and fragment: signatures and tokens live there.
/// - Bytes are asked for without content coding. A server that uses gzip or deflate all the same is decoded,
/// and its answer then has neither length nor ranges. `x-gzip` is left as it is, as a packed file.
/// - The transport sends a request once. Who retries is [io.cdi.engine.source.ranges.RangedOrigin].
@NullMarked
package io.cdi.engine.source.http;

import org.jspecify.annotations.NullMarked;
