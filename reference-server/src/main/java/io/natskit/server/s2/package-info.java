// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * S2, the compression of nats-server's message blocks and backups: an extension of Snappy. Reads both formats, in every form that S2 writes;
 * writes plain Snappy, which S2 reads. Called by stores and by backup and restore, on whatever thread they work. Blocks are pure; a decoder
 * or encoder belongs to one thread.
 */
@NullMarked
package io.natskit.server.s2;

import org.jspecify.annotations.NullMarked;
