// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.io.IOException;

/** Finds the JWT of an account. Called on threads that may wait; any number of them at once. */
public interface AccountResolver {
    /** The JWT of the account with this public key. Throws {@link IOException} where there is none, or it cannot be had in time. */
    String fetch(String account) throws IOException;
}
