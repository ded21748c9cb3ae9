// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

/** Something that happened to fast ingest. */
public sealed interface IngestEvent {

    /**
     * Messages were lost on their way.
     *
     * @param afterSequence the last one of the batch before the gap
     * @param sequence the one that showed it
     */
    record Gap(long afterSequence, long sequence) implements IngestEvent {}

    /**
     * The stream refused a message.
     *
     * @param sequence its place in the batch
     * @param error why
     */
    record Refused(long sequence, JetStreamApiException error) implements IngestEvent {}
}
