// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Spans for OpenTelemetry: {@link io.natskit.opentelemetry.NatsTracing} is what a user gives to a connection. The client calls it on the threads of publishers and
 * handlers; a span lies in the context of that thread while a handler runs.
 */
@NullMarked
package io.natskit.opentelemetry;

import org.jspecify.annotations.NullMarked;
