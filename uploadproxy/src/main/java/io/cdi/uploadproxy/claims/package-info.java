// SPDX-License-Identifier: Apache-2.0
/// Which upload server a token leads to, and whether it is ready: decided by
/// [io.cdi.uploadproxy.claims.TargetRule] from what [io.cdi.uploadproxy.claims.ClaimCache] has been told by
/// a watch.
@NullMarked
package io.cdi.uploadproxy.claims;

import org.jspecify.annotations.NullMarked;
