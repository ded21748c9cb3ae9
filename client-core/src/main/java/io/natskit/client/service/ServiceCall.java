// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a method of an interface is called, where it is not as {@link Services#proxy} has it; {@link ServiceSpec#implement} takes the subject from it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ServiceCall {

    /** The subject behind the prefix; default the method's name. */
    String subject() default "";

    /** See {@link CallSpec#timeout}; default 0: as the proxy says. */
    long timeoutMillis() default 0;

    /** See {@link CallSpec#attempts}; default 0: as the proxy says. */
    int attempts() default 0;

    /** See {@link CallSpec#idempotent()}. */
    boolean idempotent() default false;
}
