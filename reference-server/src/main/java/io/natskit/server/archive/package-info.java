// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The two archives in which nats-server backs up a stream (rows JA-11, JA-12). Both travel inside S2, see {@code io.natskit.server.s2}. Called
 * by backup and restore, on whatever thread they work; readers take pieces of any size as they arrive, and belong to one thread.
 *
 * <p><b>Version 1</b>, read but not written by nats-server 2.15: a tar with the files of the store: {@code meta.inf} and {@code meta.sum}, the
 * stream's configuration and its checksum; {@code msgs/N.blk}, message blocks; {@code msgs/index.db}, what the blocks hold; then for each
 * consumer {@code obs/NAME/meta.inf}, {@code obs/NAME/meta.sum} and {@code obs/NAME/o.dat}, its state. A file {@code errors.txt} says that
 * the backup failed. Regular files alone; {@link io.natskit.server.archive.TarReader}, {@link io.natskit.server.archive.TarWriter}.
 *
 * <p><b>Version 2</b>, written since nats-server 2.15: eight bytes {@code NATSARC1}, then entries until the end. An entry is: the length of
 * its name (unsigned varint), a time in nanoseconds (signed varint, zigzag), a sequence (unsigned varint, 0 for none), the length of its
 * headers and that of its payload (unsigned varints), the name, the headers, the payload. A restore knows version 2 by its first eight bytes.
 * The entries come in this order:
 * <ol>
 *   <li>{@code state.json}: the stream's state as in stream info, with the number of consumers that follow in {@code consumer_count};
 *   <li>{@code consumers/NAME}, one for each: {@code {"config":…,"state":{"delivered":{"consumer_seq","stream_seq"},"ack_floor":{…},
 *       "pending":{"SEQ":{"Sequence","Timestamp"}},"redelivered":{"SEQ":N}}}}, with nothing beyond the state's last sequence;
 *   <li>the messages in the order of their sequences: the name is the subject, the time that of storing. Sequences that are missing were
 *       deleted;
 *   <li>an entry without name, time, sequence and lengths. A backup that ends without it was cut.
 * </ol>
 * The stream's configuration is not in it: it is the answer to the snapshot request, and part of the restore request. {@link
 * io.natskit.server.archive.ArchiveReader}, {@link io.natskit.server.archive.ArchiveWriter}.
 */
@NullMarked
package io.natskit.server.archive;

import org.jspecify.annotations.NullMarked;
