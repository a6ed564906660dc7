// SPDX-License-Identifier: Apache-2.0
/// What admission refuses, rule by rule: an object, the one before it, and facts about the cluster go in,
/// causes come out. The rules of one object stop at the first that fails; messages and field paths are
/// those that clients know.
@NullMarked
package io.cdi.api.validation;

import org.jspecify.annotations.NullMarked;
