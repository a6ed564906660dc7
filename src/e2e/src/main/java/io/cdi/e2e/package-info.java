// SPDX-License-Identifier: Apache-2.0
/// The whole project on a real cluster, seen as its users see it: through the API and in the bytes on volumes.
///
/// A test class takes what it needs as parameters: the [Cluster], which is brought up when it is not there, its own
/// [TestNamespace], which goes when the test ends, and the [Peers] that images come from.
@NullMarked
package io.cdi.e2e;

import org.jspecify.annotations.NullMarked;
