// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Backup and restore of streams (JA-11, JA-12), in nats-server's own archives. <b>What lives here:</b> the two runs, {@link io.natskit.server.jetstream.backup.Snapshot} and
 * {@link io.natskit.server.jetstream.backup.Restore}; between them and the bytes, what makes an archive of a stream and a stream of an archive. <b>Who calls it:</b> the API.
 * <b>On which thread:</b> a snapshot on its stream's loop, a chunk at a time; a restore on the account's home loop, while the archive is read and written to the disk on the
 * storage pool.
 */
@NullMarked
package io.natskit.server.jetstream.backup;

import org.jspecify.annotations.NullMarked;
