// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks for the server's URL, as a parameter or field of type {@link String} or {@link java.net.URI}. The user, password or token that the server was started
 * with is part of it, so that a client needs nothing else.
 */
@Documented
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface NatsUrl {
    /** Whether the URL leads through the test's {@link io.natskit.junit.proxy.FaultProxy} instead of straight to the server. */
    boolean throughProxy() default false;
}
