// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import java.time.Duration;
import java.util.Map;

/** Runs cases of transcripts against a server at an address, in every pacing that they ask for. Confined to the caller's thread. */
public final class TranscriptRun {
    private final String host;
    private final int port;
    private final Duration patience;

    /** A run against {@code host:port}; {@code patience} bounds each wait for a line. */
    public TranscriptRun(String host, int port, Duration patience) {
        this.host = host;
        this.port = port;
        this.patience = patience;
    }

    /** Plays a variant as it is written and gives what was heard. */
    public Heard whole(Transcript.Case test, Map<String, String> variant) {
        return play(test, variant, Pacing.WHOLE);
    }

    /** Plays a variant byte by byte and, if the case asks for it, cut in two at each place; all must be heard alike. */
    public void split(Transcript.Case test, Map<String, String> variant) {
        if (test.splits() != Transcript.Splits.NEVER) {
            play(test, variant, Pacing.BYTEWISE);
        }
        if (test.splits() != Transcript.Splits.EVERY) {
            return;
        }
        int longest = 0;
        for (Step step : test.steps()) {
            if (step instanceof Step.Send send) {
                longest = Math.max(longest, Text.bytes(send.text(), variant).length + 2);
            }
        }
        for (int cut = 1; cut < Math.min(longest, 200); cut++) {
            play(test, variant, Pacing.cutAt(cut));
        }
    }

    private Heard play(Transcript.Case test, Map<String, String> variant, Pacing pacing) {
        try {
            return Replay.play(test, variant, connection -> SocketLink.connect(host, port, pacing, patience));
        } catch (TranscriptFailure e) {
            String where = pacing == Pacing.WHOLE ? "" : " (" + pacing.label() + ")";
            throw new TranscriptFailure(test.title(variant) + where + ": " + e.getMessage(), e);
        }
    }
}
