// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TurnTest {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000);
    private final Turn turn = new Turn(nanos::get);

    private Turn.Task small() {
        return turn.added(false, true, Haste.SOON);
    }

    private void write() {
        turn.wrote(turn.now());
        turn.over();
    }

    @Test
    void first_message_after_a_pause_is_written_by_its_caller() {
        assertThat(small()).isEqualTo(Turn.Task.WRITE);
        write();
        nanos.addAndGet(1_000_000);
        assertThat(small()).isEqualTo(Turn.Task.WRITE);
    }

    @Test
    void messages_soon_after_a_write_wake_the_io_thread_once() {
        small();
        write();
        assertThat(small()).isEqualTo(Turn.Task.WAKE);
        assertThat(small()).isEqualTo(Turn.Task.NOTHING);
        assertThat(turn.ioTakes()).isTrue();
        assertThat(turn.isResting()).isFalse();
    }

    @Test
    void who_fills_a_block_writes_it_although_the_io_thread_was_asked() {
        small();
        write();
        small();
        assertThat(turn.added(true, false, Haste.SOON)).isEqualTo(Turn.Task.WRITE);
        assertThat(turn.added(true, false, Haste.SOON)).isEqualTo(Turn.Task.NOTHING);
    }

    @Test
    void io_thread_rests_while_callers_fill_blocks_and_is_not_woken_by_them() {
        small();
        write();
        small();
        turn.added(true, false, Haste.SOON);
        write();
        assertThat(turn.ioTakes()).isTrue();
        assertThat(turn.isResting()).isTrue();
        write();
        assertThat(small()).isEqualTo(Turn.Task.NOTHING);
        nanos.addAndGet(Turn.REST_NANOS);
        assertThat(small()).isEqualTo(Turn.Task.NOTHING);
        assertThat(turn.ioTakes()).isTrue();
        assertThat(turn.isResting()).as("no block was filled in this rest").isFalse();
    }

    @Test
    void what_somebody_waits_for_does_not_wait_for_the_end_of_the_rest() {
        small();
        write();
        small();
        turn.added(true, false, Haste.SOON);
        write();
        turn.ioTakes();
        write();
        assertThat(turn.added(false, true, Haste.AT_ONCE)).isEqualTo(Turn.Task.WRITE);
    }

    @Test
    void rest_is_kept_when_the_io_thread_finds_a_caller_writing() {
        small();
        write();
        small();
        turn.added(true, false, Haste.SOON);
        assertThat(turn.ioTakes()).isFalse();
        assertThat(turn.isResting()).isTrue();
    }

    @Test
    void next_link_begins_with_the_io_thread_and_without_rest() {
        turn.added(true, true, Haste.SOON);
        turn.ioTakes();
        turn.reset(Turn.Holder.IO);
        assertThat(turn.isResting()).isFalse();
        assertThat(turn.callerTakes()).isFalse();
        turn.over();
        assertThat(turn.callerTakes()).isTrue();
    }
}
