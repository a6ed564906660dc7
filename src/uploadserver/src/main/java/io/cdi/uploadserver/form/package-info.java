// SPDX-License-Identifier: Apache-2.0
/// Files in multipart forms (RFC 7578), read as they arrive.
@NullMarked
package io.cdi.uploadserver.form;

import org.jspecify.annotations.NullMarked;
