// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The client's public API: connections in three shapes of one engine, messages, options, errors.
 *
 * <p><b>What lives here:</b> interfaces and values only, and the few types that users implement ({@link Authenticator},
 * {@link ReconnectPolicy}, {@link ServerChooser}, {@link ConnectionObserver}, {@link Transport}). <b>Who calls it:</b> applications; they start at
 * {@link io.natskit.Nats}. <b>On which thread:</b> any; every type is safe for use by many threads unless it says otherwise. Callbacks run
 * where their {@link Dispatch} says, never on the thread that reads the socket unless asked for with {@link Dispatch#inline()}.
 */
@NullMarked
package io.natskit.client;

import org.jspecify.annotations.NullMarked;
