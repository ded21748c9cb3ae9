// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The JSON Web Tokens of NATS: claims of operators, accounts and users, activations, and what an authorization service is asked and answers.
 * They are read with their signatures checked, and written and signed byte for byte as the NATS tools do. Used by the server (operator mode),
 * by whoever issues tokens, and by tests. Everything is immutable but the builders; any thread.
 */
@NullMarked
package io.natskit.wire.jwt;

import org.jspecify.annotations.NullMarked;
