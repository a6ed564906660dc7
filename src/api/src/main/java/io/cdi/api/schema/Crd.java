// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a kind's CustomResourceDefinition says besides the client library's own annotations and the schema.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Crd {
    /// The description of the kind.
    String value();

    String[] categories() default {};

    /// The status endpoint: `absent` leaves `subresources` out, `empty` writes none into it.
    Subresources subresources() default Subresources.ABSENT;

    Column[] columns() default {};

    /// A second version with the same schema, and the warning that its users see.
    String alsoServed() default "";

    String alsoServedWarning() default "";

    /// The three ways in which a definition speaks of its subresources.
    enum Subresources {
        ABSENT,
        EMPTY,
        STATUS
    }
}
