// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * NKeys: Ed25519 and X25519 keys in the text form of NATS, with Base32 and CRC-16. Called where credentials are made, signed with
 * or checked. Any thread; a key pair that was closed is unusable.
 */
@NullMarked
package io.natskit.wire.nkey;

import org.jspecify.annotations.NullMarked;
