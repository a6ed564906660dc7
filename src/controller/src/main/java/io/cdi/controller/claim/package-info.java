// SPDX-License-Identifier: Apache-2.0
/// Claims that are to be filled: [io.cdi.controller.claim.ClaimReconciler] finds out which part a claim
/// plays and carries out what the rules of that part decide.
@NullMarked
package io.cdi.controller.claim;

import org.jspecify.annotations.NullMarked;
