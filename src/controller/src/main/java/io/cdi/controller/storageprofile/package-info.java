// SPDX-License-Identifier: Apache-2.0
/// A StorageProfile for every storage class. What it says is computed by
/// [io.cdi.api.storage.ProfileRules].
@NullMarked
package io.cdi.controller.storageprofile;

import org.jspecify.annotations.NullMarked;
