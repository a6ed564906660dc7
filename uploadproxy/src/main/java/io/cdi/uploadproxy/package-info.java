// SPDX-License-Identifier: Apache-2.0
/// The upload proxy: the way into the cluster for disk images, for whoever shows an upload token.
///
/// A request ([io.cdi.uploadproxy.UploadRoutes]) is admitted by its token ([io.cdi.uploadproxy.Admission]),
/// waits until its claim has an upload server that is ready (`claims`, from a watched cache; nothing is
/// asked over the network), and is passed on to it (`forward`) over mutual TLS (`tls`). Nothing is stored
/// here and nothing collected: a byte that the upload server does not take is not read from the client, so
/// memory does not depend on the size of an image.
@NullMarked
package io.cdi.uploadproxy;

import org.jspecify.annotations.NullMarked;
