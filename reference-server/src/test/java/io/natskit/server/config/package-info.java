// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Tests of the options and the configuration file. Cases in {@code config.cases} hold what nats-server 2.15.2 answered to {@code -t};
 * an integration test asks the real one again where it is installed.
 */
@NullMarked
package io.natskit.server.config;

import org.jspecify.annotations.NullMarked;
