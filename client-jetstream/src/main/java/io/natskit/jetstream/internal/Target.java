// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

/**
 * Which consumer.
 *
 * @param stream its stream
 * @param consumer its name
 */
record Target(String stream, String consumer) {}
