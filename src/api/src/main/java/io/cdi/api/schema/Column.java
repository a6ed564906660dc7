// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.schema;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A column that `kubectl get` prints.
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Column {
    String name();

    /// `string`, `integer` or `date`.
    String type() default "string";

    String path();
}
