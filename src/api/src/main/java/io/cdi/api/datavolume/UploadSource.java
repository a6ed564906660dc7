// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.schema.ApiRecord;

/// An upload by a client.
@ApiRecord
public record UploadSource() implements Source {}
