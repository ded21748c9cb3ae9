// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * A NATS server inside a user's own tests: {@link io.natskit.junit.NatsServerTest} on a class or method, or {@link io.natskit.junit.NatsServerExtension} as a
 * registered extension. What may be injected: the server, its URL, a {@link io.natskit.junit.traffic.Journal}, {@link io.natskit.junit.traffic.Interceptions}, a
 * {@link io.natskit.junit.proxy.FaultProxy}, a {@link io.natskit.junit.TestClock}. Any client will do; this module knows none.
 *
 * <p>Who calls it: JUnit 5, from 5.13 on.
 *
 * <p>Threads: JUnit's, several at a time when tests run in parallel; the servers have event loops of their own.
 */
@NullMarked
package io.natskit.junit;

import org.jspecify.annotations.NullMarked;
