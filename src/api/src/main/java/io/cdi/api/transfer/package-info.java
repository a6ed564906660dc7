// SPDX-License-Identifier: Apache-2.0
/// The ObjectTransfer, which moves a volume to another name or namespace. Deprecated.
@NullMarked
package io.cdi.api.transfer;

import org.jspecify.annotations.NullMarked;
