// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/** Replays every transcript at every target. With {@code -Dconformance.record=true} nats-server's answers are written to the recordings. */
class TranscriptsIT {
    static final Path TRANSCRIPTS = Path.of("src/test/resources/transcripts");
    static final Path RECORDED = Path.of("src/test/resources/recorded");
    private static final boolean RECORD = Boolean.getBoolean("conformance.record");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TestFactory
    Stream<DynamicNode> every_transcript_holds() {
        List<Transcript> transcripts = Transcripts.in(TRANSCRIPTS);
        return SuiteTargets.all().present().stream()
                .map(target -> dynamicContainer(
                        target.name(), transcripts.stream().map(transcript -> container(target, transcript))));
    }

    private static DynamicContainer container(Target target, Transcript transcript) {
        Session session = new Session(target, transcript);
        Stream<DynamicTest> tests = transcript.cases().stream()
                .filter(test -> test.isFor(target.family()))
                .map(test -> dynamicTest(test.title(), () -> session.judge(test)))
                .onClose(session::close);
        return dynamicContainer(transcript.name(), tests);
    }

    /** One server for the cases of one file. */
    private static final class Session {
        private final Target target;
        private final Transcript transcript;
        private final Recording recorded;
        private final Recording recording = new Recording();
        private RunningServer server;

        Session(Target target, Transcript transcript) {
            this.target = target;
            this.transcript = transcript;
            this.recorded = Transcripts.recording(RECORDED, transcript.name());
        }

        void judge(Transcript.Case test) {
            if (!target.configurable() && transcript.needsConfiguration()) {
                note(test, Outcome.NOT_RUN, "needs a configuration");
                throw new TestAbortedException("needs a configuration");
            }
            try {
                for (Map<String, String> variant : test.variants()) {
                    judge(test, variant);
                }
                note(test, Outcome.PASSED, test.difference());
            } catch (RuntimeException | AssertionError e) {
                note(test, Outcome.FAILED, String.valueOf(e.getMessage()));
                throw e;
            }
        }

        private void judge(Transcript.Case test, Map<String, String> variant) {
            if (server == null) {
                server = target.start(transcript.config());
            }
            TranscriptRun run = new TranscriptRun(server.host(), server.port(), PATIENCE);
            Heard heard = run.whole(test, variant);
            String title = test.title(variant);
            recording.add(title, heard);
            boolean compared = !RECORD
                    && test.difference().isEmpty()
                    && !test.hasChoices()
                    && !target.family().equals("other");
            String difference = compared && recorded.has(title) ? recorded.difference(title, heard) : "";
            if (!difference.isEmpty()) {
                throw new TranscriptFailure(title + ": not as recorded from nats-server:\n" + difference);
            }
            if (!(target.isProgram() && target.family().equals("natskit"))) {
                run.split(test, variant); // our program is our embedded server, which was split already
            }
        }

        private void note(Transcript.Case test, Outcome outcome, String detail) {
            String title = transcript.name() + ": " + test.title();
            Ledger.add(new Entry("server", target.name(), test.rows(), title, outcome, detail));
        }

        void close() {
            if (server == null) {
                return;
            }
            server.close();
            if (RECORD && target.family().equals("nats-server")) {
                try {
                    Files.writeString(RECORDED.resolve(transcript.name() + ".txt"), recording.text());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
