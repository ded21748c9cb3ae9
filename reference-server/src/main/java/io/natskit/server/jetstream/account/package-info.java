// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The tenants of JetStream: which streams an account has, what it may take and has taken, and what all accounts of a server share. Called
 * by the API (which changes the list, on the account's home loop) and by streams (which count what they take, on theirs).
 */
@NullMarked
package io.natskit.server.jetstream.account;

import org.jspecify.annotations.NullMarked;
