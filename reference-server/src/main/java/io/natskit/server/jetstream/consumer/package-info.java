// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Consumers: which message goes out next and to whom, what was acknowledged, what has to be sent again and when. Called by the stream that a
 * consumer belongs to and by the handlers of its API, always on that stream's event loop; nothing here is shared between threads. The parts
 * (pending messages, pull requests, windows, pins) are pure: bytes, events and the time come in, results go out.
 */
@NullMarked
package io.natskit.server.jetstream.consumer;

import org.jspecify.annotations.NullMarked;
