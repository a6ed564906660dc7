// SPDX-License-Identifier: Apache-2.0
package io.cdi.api;

import io.cdi.api.schema.ApiRecord;

/// The status of kinds that have the member but never anything in it.
@ApiRecord
public record NoStatus() {}
