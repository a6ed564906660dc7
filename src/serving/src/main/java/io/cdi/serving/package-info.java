// SPDX-License-Identifier: Apache-2.0
/// What our HTTPS servers have in common: Kubernetes changes the mounted certificate, an administrator the
/// TLS profile, and neither may need a restart or cut a connection. Quarkus itself reloads files only, so
/// [io.cdi.serving.ServerTls] tells its server about both.
@NullMarked
package io.cdi.serving;

import org.jspecify.annotations.NullMarked;
