// SPDX-License-Identifier: Apache-2.0
/// How far the import is, told over HTTPS to whoever scrapes it.
///
/// The server's certificate is made by [io.cdi.contract.tls.SelfSignedCertificate] with the JDK's own signatures
/// and a few lines of DER. A library for X.509 would be larger than all the rest of this program, and slower to
/// start.
@NullMarked
package io.cdi.importer.metrics;

import org.jspecify.annotations.NullMarked;
