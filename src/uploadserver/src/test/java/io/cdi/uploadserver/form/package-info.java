// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.cdi.uploadserver.form;

import org.jspecify.annotations.NullMarked;
