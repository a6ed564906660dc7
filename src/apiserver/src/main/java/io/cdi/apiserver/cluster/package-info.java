// SPDX-License-Identifier: Apache-2.0
/// What admission knows about the cluster: caches that are kept current by watches.
@NullMarked
package io.cdi.apiserver.cluster;

import org.jspecify.annotations.NullMarked;
