// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * How a stream copies others: a hidden consumer of each origin, asked for through the JetStream API as any client would, so that it is the same
 * over an import or a leaf node. {@code OriginLink} keeps one such consumer alive, {@code MirrorCopy} and {@code SourceCopy} know what to do with what it
 * delivers, {@code Position} is the arithmetic of sequences. Made by the account for each stream and called by the stream, on the stream's loop.
 */
@NullMarked
package io.natskit.server.jetstream.origin;

import org.jspecify.annotations.NullMarked;
