// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What the CRD's schema says about a field beyond its type: the text for `kubectl explain`, and its
/// validation.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {
    /// The description.
    String value();

    /// All allowed values.
    String[] oneOf() default {};

    /// What a string, or each value of a map, must match.
    String pattern() default "";

    int minLength() default 0;

    int maxItems() default Integer.MAX_VALUE;

    /// `date-time` for timestamps.
    String format() default "";

    /// Whether an explicit `null` is allowed.
    boolean nullable() default false;

    /// Whether the field is an object whose members the API server drops.
    boolean opaque() default false;

    /// A CEL rule, and the message when it is broken.
    String rule() default "";

    String ruleMessage() default "";
}
