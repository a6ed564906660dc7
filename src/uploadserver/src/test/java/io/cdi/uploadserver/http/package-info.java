// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.cdi.uploadserver.http;

import org.jspecify.annotations.NullMarked;
