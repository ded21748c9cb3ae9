// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import org.jspecify.annotations.Nullable;

/**
 * A client, as an {@link Interceptor} sees it.
 *
 * @param id its number, unique in the server
 * @param name the name that it gave itself, or null
 * @param account its account
 * @param user whom it logged in as, or null
 * @param host its address, or null for one in this process
 * @param port its port, 0 for one in this process
 */
public record ClientInfo(
        long id,
        @Nullable String name,
        String account,
        @Nullable String user,
        @Nullable String host,
        int port) {}
