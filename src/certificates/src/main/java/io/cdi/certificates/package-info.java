// SPDX-License-Identifier: Apache-2.0
/// Certificates (RFC 5280) of authorities, servers and clients: made by [Issuer], written and read by [Pem],
/// for as long as [Lifetimes] say. The operator keeps the authorities; the controller has upload servers'
/// certificates signed.
@NullMarked
package io.cdi.certificates;

import org.jspecify.annotations.NullMarked;
