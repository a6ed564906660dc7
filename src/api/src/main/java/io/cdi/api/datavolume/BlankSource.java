// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.schema.ApiRecord;

/// An empty disk.
@ApiRecord
public record BlankSource() implements Source {}
