// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field that is to be filled: a {@link io.natskit.server.NatsServer}, {@link io.natskit.junit.traffic.Journal},
 * {@link io.natskit.junit.traffic.Interceptions}, {@link io.natskit.junit.proxy.FaultProxy} or {@link TestClock}. Static fields need a server of scope
 * {@link Scope#CLASS} or {@link Scope#SUITE}. Parameters need no mark.
 */
@Documented
@Target({ElementType.FIELD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface InjectNats {}
