// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What passes through a server, to look at and to interfere with: {@link io.natskit.junit.traffic.Journal} and
 * {@link io.natskit.junit.traffic.Interceptions}, two ends of one {@link io.natskit.junit.traffic.Traffic}, which a server takes as its interceptor.
 *
 * <p>Who calls it: tests, with or without the JUnit extension of {@code io.natskit.junit}; this package needs no JUnit but its assertion error.
 *
 * <p>Threads: the server's event loops write, tests read; everything here is safe for both.
 */
@NullMarked
package io.natskit.junit.traffic;

import org.jspecify.annotations.NullMarked;
