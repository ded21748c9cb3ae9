// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

/**
 * What an {@link Authenticator} is told.
 *
 * @param server where the connection is about to log in
 * @param info what that server said
 * @param nonce what to sign, as the server sent it; empty when it asks for no signature
 * @param attempt the attempt to connect, from 1, since the last connection
 */
public record AuthRequest(ServerAddress server, ServerInfo info, String nonce, int attempt) {}
