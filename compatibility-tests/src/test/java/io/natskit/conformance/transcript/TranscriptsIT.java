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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/** Replays every transcript at every target: some files beside one another, each on a server of its own. With {@code -Dconformance.record=true} nats-server's answers are written to the recordings. */
@Order(1)
class TranscriptsIT {
    static final Path TRANSCRIPTS = Path.of("src/test/resources/transcripts");
    static final Path RECORDED = Path.of("src/test/resources/recorded");
    private static final boolean RECORD = Boolean.getBoolean("conformance.record");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FILES_BESIDE_ONE_ANOTHER = 2;

    /** The longest that all files together may take; a case that is not through by then fails. */
    private static final long ALL_MINUTES = 10;

    @TestFactory
    Stream<DynamicNode> every_transcript_holds() {
        List<Transcript> transcripts = Transcripts.in(TRANSCRIPTS);
        ExecutorService files = Executors.newFixedThreadPool(FILES_BESIDE_ONE_ANOTHER, TranscriptsIT::thread);
        // all have begun before the first is waited for
        List<DynamicNode> targets = new ArrayList<>();
        for (Target target : SuiteTargets.all().present()) {
            List<Session> sessions = transcripts.stream()
                    .map(transcript -> new Session(target, transcript, files))
                    .toList();
            targets.add(dynamicContainer(target.name(), sessions.stream().map(TranscriptsIT::container)));
        }
        files.shutdown();
        return targets.stream();
    }

    private static DynamicContainer container(Session session) {
        Stream<DynamicTest> tests = session.cases().map(test -> dynamicTest(test.title(), () -> session.judge(test)));
        return dynamicContainer(session.transcript.name(), tests.onClose(session::ended));
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "transcripts");
        thread.setDaemon(true);
        return thread;
    }

    /** One server for the cases of one file, which are played in order. */
    private static final class Session {
        private final Target target;
        private final Transcript transcript;
        private final Recording recorded;
        private final Recording recording = new Recording();
        private final Map<String, CompletableFuture<Void>> results = new HashMap<>();
        private final CompletableFuture<Void> ended;

        Session(Target target, Transcript transcript, Executor files) {
            this.target = target;
            this.transcript = transcript;
            this.recorded = Transcripts.recording(RECORDED, transcript.name());
            cases().forEach(test -> results.put(test.title(), new CompletableFuture<>()));
            this.ended = isPlayable()
                    ? CompletableFuture.runAsync(this::play, files)
                    : CompletableFuture.completedFuture(null);
        }

        Stream<Transcript.Case> cases() {
            return transcript.cases().stream().filter(test -> test.isFor(target.family()));
        }

        private boolean isPlayable() {
            return target.configurable() || !transcript.needsConfiguration();
        }

        void judge(Transcript.Case test) {
            if (!isPlayable()) {
                note(test, Outcome.NOT_RUN, "needs a configuration");
                throw new TestAbortedException("needs a configuration");
            }
            try {
                results.get(test.title())
                        .orTimeout(ALL_MINUTES, TimeUnit.MINUTES)
                        .join();
                note(test, Outcome.PASSED, test.difference());
            } catch (CompletionException e) {
                note(test, Outcome.FAILED, String.valueOf(e.getCause()));
                throw e.getCause() instanceof TranscriptFailure failure ? failure : e;
            }
        }

        /** Starts the server, plays the cases, and ends it; what goes wrong is the cases' result. */
        private void play() {
            try (RunningServer server = target.start(transcript.config())) {
                cases().forEach(test -> play(test, server));
            } catch (RuntimeException e) {
                results.values().forEach(result -> result.completeExceptionally(e));
                throw e;
            }
        }

        private void play(Transcript.Case test, RunningServer server) {
            CompletableFuture<Void> result = results.get(test.title());
            try {
                for (Map<String, String> variant : test.variants()) {
                    play(test, variant, server);
                }
                result.complete(null);
            } catch (RuntimeException | AssertionError e) {
                result.completeExceptionally(e);
            }
        }

        private void play(Transcript.Case test, Map<String, String> variant, RunningServer server) {
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

        /** Waits until the server has ended too, and says what was wrong then. */
        void ended() {
            ended.orTimeout(ALL_MINUTES, TimeUnit.MINUTES).join();
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
