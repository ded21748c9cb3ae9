// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The way of one message through the server, told to whoever asked for it (ADR-41): what the headers ask, and the events that are collected. Filled by the session, the
 * router's outboxes and streams, for those few messages that ask; the others never come here. A trace belongs to the publisher's loop, but for what a stream
 * adds.
 */
@NullMarked
package io.natskit.server.tracing;

import org.jspecify.annotations.NullMarked;
