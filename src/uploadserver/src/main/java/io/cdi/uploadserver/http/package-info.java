// SPDX-License-Identifier: Apache-2.0
/// The little of an HTTP server that an upload needs, on top of HttpComponents Core, which parses and frames.
///
/// [HttpListener] accepts, a [Connection] each serves one peer in a virtual thread of its own, and an
/// [Exchange] is one request. Blocking reads are the back-pressure: what nobody reads stays in the peer.
/// Reasons to drive the library's connection rather than to use a ready server:
///
/// - the body is read by the transfer engine's thread itself, with no queue between;
/// - `100 Continue` is sent when the body is wanted, so a refusal costs the client nothing;
/// - an answer before the end of the body reaches a client that is still sending: the connection is drained
///   for a moment, otherwise the reset would overtake the answer.
@NullMarked
package io.cdi.uploadserver.http;

import org.jspecify.annotations.NullMarked;
