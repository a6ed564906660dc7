// SPDX-License-Identifier: Apache-2.0
/// Fixtures for tests of all modules: the real programs that we talk to, and peers that misbehave on demand.
@NullMarked
package io.cdi.testkit;

import org.jspecify.annotations.NullMarked;
