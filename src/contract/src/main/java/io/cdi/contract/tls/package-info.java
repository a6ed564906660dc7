// SPDX-License-Identifier: Apache-2.0
/// A certificate for a server whose clients do not check it, such as one that tells metrics.
@NullMarked
package io.cdi.contract.tls;

import org.jspecify.annotations.NullMarked;
