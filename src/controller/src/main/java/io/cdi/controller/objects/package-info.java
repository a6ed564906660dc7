// SPDX-License-Identifier: Apache-2.0
/// What every object that the controller makes has in common: names, labels, owners, and how
/// annotations are patched.
@NullMarked
package io.cdi.controller.objects;

import org.jspecify.annotations.NullMarked;
