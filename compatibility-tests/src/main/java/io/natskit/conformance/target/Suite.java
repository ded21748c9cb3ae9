// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import io.natskit.conformance.transcript.Heard;
import io.natskit.conformance.transcript.Recording;
import io.natskit.conformance.transcript.Transcript;
import io.natskit.conformance.transcript.TranscriptFailure;
import io.natskit.conformance.transcript.TranscriptRun;
import io.natskit.conformance.transcript.Transcripts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The transcripts as a program, for whoever builds a server and wants an answer at once:
 *  {@code Suite FOLDER [--record FOLDER] [--only TEXT] (embedded | nats://host:port | command…)}. Ends with 1 when a case fails.
 */
public final class Suite {
    private final Path folder;
    private final PrintStream out;
    private int passed;
    private int failed;

    private Suite(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /** Runs the program. */
    public static void main(String[] args) throws IOException {
        int at = 1;
        Path record = Path.of("");
        String only = "";
        while (args[at].startsWith("--")) {
            if (args[at].equals("--record")) {
                record = Path.of(args[at + 1]);
            } else {
                only = args[at + 1];
            }
            at += 2;
        }
        String family = args[at].contains("natskit") ? "natskit" : "nats-server";
        Target target = args[at].equals("embedded")
                ? new EmbeddedTarget()
                : args[at].startsWith("nats://")
                        ? new AddressTarget(args[at])
                        : new ProgramTarget("command", family, List.of(args).subList(at, args.length));
        Suite suite = new Suite(Path.of(args[0]), System.out);
        suite.run(target, only, record);
        System.exit(suite.failed == 0 ? 0 : 1);
    }

    private void run(Target target, String only, Path record) throws IOException {
        for (Transcript transcript : Transcripts.in(folder)) {
            if (transcript.name().contains(only) && (target.configurable() || !transcript.needsConfiguration())) {
                Recording recording = new Recording();
                try (RunningServer server = target.start(transcript.config())) {
                    run(transcript, target, server, recording);
                }
                if (!record.toString().isEmpty()) {
                    Files.writeString(record.resolve(transcript.name() + ".txt"), recording.text());
                }
            }
        }
        out.println(passed + " passed, " + failed + " failed");
    }

    private void run(Transcript transcript, Target target, RunningServer server, Recording recording) {
        TranscriptRun run = new TranscriptRun(server.host(), server.port(), Duration.ofSeconds(3));
        for (Transcript.Case test : transcript.cases()) {
            if (!test.isFor(target.family())) {
                continue;
            }
            for (Map<String, String> variant : test.variants()) {
                try {
                    Heard heard = run.whole(test, variant);
                    recording.add(test.title(variant), heard);
                    run.split(test, variant);
                    passed++;
                } catch (TranscriptFailure e) {
                    failed++;
                    out.println("FAILED " + transcript.name() + ": " + e.getMessage());
                }
            }
        }
    }
}
