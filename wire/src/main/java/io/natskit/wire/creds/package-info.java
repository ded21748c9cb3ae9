// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Credentials files: a user's JWT and the seed that belongs to it. Called by the client's authentication. Any thread.
 */
@NullMarked
package io.natskit.wire.creds;

import org.jspecify.annotations.NullMarked;
