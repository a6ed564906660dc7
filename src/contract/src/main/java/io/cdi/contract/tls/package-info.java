// SPDX-License-Identifier: Apache-2.0
/// What programs that do TLS share without a library: PEM and its keys, names of cipher suites, and a certificate for a
/// server whose clients do not check it, such as one that tells metrics.
@NullMarked
package io.cdi.contract.tls;

import org.jspecify.annotations.NullMarked;
