// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * A flow of orders that is watched: what it tells to Micrometer and to OpenTelemetry, and that it is right. The main starts a server unless it is given a URL; nobody calls it but you and the
 * tests.
 */
@NullMarked
package io.natskit.samples.observability;

import org.jspecify.annotations.NullMarked;
