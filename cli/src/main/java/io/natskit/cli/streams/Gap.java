// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.Failure;
import io.natskit.cli.terminal.Progress;
import io.natskit.jetstream.Messages;
import io.natskit.jetstream.Metadata;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.StreamState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences of a stream without messages: those between its first message and its last sequence that were removed.
 *
 * @param first the first of them
 * @param last the last of them
 */
record Gap(long first, long last) {
    /** The gaps of a stream, by what the server says of each sequence that is gone: right for a few. */
    static List<Gap> told(StreamHandle stream) {
        long[] gone =
                stream.info(spec -> spec.deletedDetails()).state().deleted().clone();
        Arrays.sort(gone);
        List<Gap> gaps = new ArrayList<>();
        for (int i = 0; i < gone.length; i++) {
            int from = i;
            while (i + 1 < gone.length && gone[i + 1] == gone[i] + 1) {
                i++;
            }
            gaps.add(new Gap(gone[from], gone[i]));
        }
        return gaps;
    }

    /** The same by reading the whole stream, without its payloads; throws {@link Failure} where nothing comes for {@code timeout}. */
    static List<Gap> read(StreamHandle stream, Duration timeout, Progress progress) {
        StreamState state = stream.info().state();
        long end = state.lastSequence();
        long next = state.firstSequence();
        List<Gap> gaps = new ArrayList<>();
        try (Messages messages = stream.ordered(spec -> spec.headersOnly()).messages(spec -> {})) {
            boolean more = state.messages() > 0;
            while (more) {
                Metadata place = next(messages, timeout, next);
                addUnlessEmpty(gaps, next, Math.min(place.streamSequence() - 1, end));
                next = place.streamSequence() + 1;
                more = next <= end && place.pending() > 0;
                progress.step(1);
            }
        }
        addUnlessEmpty(gaps, next, end);
        return gaps;
    }

    private static Metadata next(Messages messages, Duration timeout, long from) {
        return messages.next(timeout)
                .orElseThrow(
                        () -> new Failure("the stream gives nothing from sequence " + from, "--timeout waits longer"))
                .metadata();
    }

    private static void addUnlessEmpty(List<Gap> gaps, long first, long last) {
        if (first <= last) {
            gaps.add(new Gap(first, last));
        }
    }
}
