// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

/** Something that happened to consuming that goes on. Later versions may add kinds: keep a branch for those you do not know. */
public sealed interface ConsumeEvent {

    /**
     * The server was silent for twice the heartbeat; messages were asked for anew.
     *
     * @param silentNanos for how long
     */
    record MissedHeartbeats(long silentNanos) implements ConsumeEvent {}

    /**
     * The server answered a pull with a status that does not end consuming, and is not everyday: a limit exceeded, a leader that changed, nobody there.
     *
     * @param code the status
     * @param text its text
     */
    record Warned(int code, String text) implements ConsumeEvent {}

    /**
     * This client is the pinned one of its priority group now (ADR-42).
     *
     * @param pinId the pin
     */
    record Pinned(String pinId) implements ConsumeEvent {}

    /** This client is not the pinned one of its group any more (status 423). */
    record PinLost() implements ConsumeEvent {}

    /**
     * An ordered consumer was made anew, after a gap, silence or a lost consumer; nothing is missing.
     *
     * @param fromSequence the stream sequence it goes on from
     */
    record Recreated(long fromSequence) implements ConsumeEvent {}
}
