// SPDX-License-Identifier: Apache-2.0
/// The words spoken between pods and controllers: keys, names, paths, and the message that a worker leaves
/// behind. Both ends compile against them, so neither can misspell one. The spellings are those of the
/// reference: other programs know them, too.
@NullMarked
package io.cdi.contract;

import org.jspecify.annotations.NullMarked;
