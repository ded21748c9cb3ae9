// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamState;

/**
 * What was backed up.
 *
 * @param config the stream's configuration, which a restore needs
 * @param state the stream's state when the backup began
 * @param bytes how many bytes the archive has
 */
public record BackupResult(StreamConfig config, StreamState state, long bytes) {}
