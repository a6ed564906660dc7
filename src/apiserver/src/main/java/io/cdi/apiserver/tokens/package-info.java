// SPDX-License-Identifier: Apache-2.0
/// The tokens that this program gives out: to the user who uploads, and to the controller, for a copy
/// that was allowed. All are signed with the key of the installation
/// ([io.cdi.apiserver.tokens.KeySecret]).
@NullMarked
package io.cdi.apiserver.tokens;

import org.jspecify.annotations.NullMarked;
