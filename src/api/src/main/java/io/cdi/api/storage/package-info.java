// SPDX-License-Identifier: Apache-2.0
/// What a storage class can do, and the StorageProfile that records it.
@NullMarked
package io.cdi.api.storage;

import org.jspecify.annotations.NullMarked;
