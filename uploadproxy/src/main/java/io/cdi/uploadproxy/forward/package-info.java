// SPDX-License-Identifier: Apache-2.0
/// Passing a request on: [io.cdi.uploadproxy.forward.UploadServers] has the connections, a
/// [io.cdi.uploadproxy.forward.Forward] joins one to a client's.
///
/// Vert.x' own reverse proxy (vertx-http-proxy 4.5) was tried on paper and left: it does not relay `100
/// Continue`, so that a client would send an image only to be told that it is too large; an answer that
/// comes before the end of the body leaves the client's connection unread; and of a failure it tells
/// nothing. What is needed is three of its handlers and their order, which
/// [io.cdi.uploadproxy.forward.Forward] spells out.
@NullMarked
package io.cdi.uploadproxy.forward;

import org.jspecify.annotations.NullMarked;
