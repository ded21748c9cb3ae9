// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import io.natskit.junit.traffic.Traffic;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Gives a test class, or one test method, a NATS server in this JVM on a free port of the loopback interface.
 *
 * <pre>{@code
 * @NatsServerTest
 * class OrdersTest {
 *     @Test
 *     void an_order_is_announced(@NatsUrl String url, Journal journal) {
 *         new Shop(url).order("tea");
 *         journal.await(published("orders.new").withPayload("tea"));
 *     }
 * }
 * }</pre>
 *
 * <p>After each test nothing may be left: connections that the test opened and did not close are named, as are threads of NATS clients; an
 * uncaught exception of any thread and a broken invariant of the server fail the test. May be composed: put it on an annotation of your own. On a
 * method it overrides that of the class, and gives that method a server of its own unless its scope is {@link Scope#SUITE}.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NatsServerExtension.class)
@ResourceLock(providers = PropertyLocks.class)
public @interface NatsServerTest {
    /** How long one server serves. */
    Scope scope() default Scope.METHOD;

    /** A configuration in the syntax of nats-server. Its host and port are not used. */
    String config() default "";

    /** The same as a file: a path, or {@code classpath:} and the name of a resource. */
    String configFile() default "";

    /** The port; −1 means any free one, which is what tests that run side by side need. */
    int port() default -1;

    /** The only user who may log in; with {@link #password()}. */
    String user() default "";

    /** That user's password. */
    String password() default "";

    /** A token that clients must show. */
    String token() default "";

    /** Called in this order with the server's options before it starts. */
    Class<? extends ServerCustomizer>[] options() default {};

    /**
     * A system property that holds the URL while the server runs and gets its old value back then, such as {@code nats.url}. Tests that set the same one do not
     * run at the same time.
     */
    String systemProperty() default "";

    /** What happens when a test leaves connections or threads behind. */
    Leaks leaks() default Leaks.FAIL;

    /** Whether the server lives by a {@link TestClock}, which the test turns. */
    boolean testClock() default false;

    /** How many entries the journal keeps at most. */
    int journalEntries() default Traffic.ENTRIES_MAX;
}
