// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.checks;

import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.wire.jetstream.StreamInfo;
import io.natskit.wire.jetstream.StreamSourceInfo;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit check stream}. */
@Command(
        name = "stream",
        description = "Checks a stream: its messages and subjects, and how far it is behind those that it copies.")
public final class CheckStream extends Check {
    @Option(names = "--stream", required = true, paramLabel = "STREAM", description = "The stream.")
    private String stream = "";

    @Option(names = "--msgs-warn", description = "No more messages than these: a warning.")
    private long messagesWarning;

    @Option(names = "--msgs-critical", description = "No more messages than these: critical.")
    private long messagesCritical;

    @Option(names = "--subjects-warn", description = "No more subjects than these: a warning.")
    private long subjectsWarning;

    @Option(names = "--subjects-critical", description = "No more subjects than these: critical.")
    private long subjectsCritical;

    @Option(names = "--lag-critical", paramLabel = "MSGS", description = "Further behind: critical.")
    private long lagCritical;

    @Option(
            names = "--seen-critical",
            paramLabel = "DURATION",
            description = "Nothing heard from the origin for longer: critical.")
    private Duration seenCritical = Duration.ZERO;

    @Option(names = "--min-sources", description = "Fewer sources: critical.")
    private int sourcesMin;

    @Option(names = "--max-sources", description = "More sources: critical.")
    private int sourcesMax;

    /** For picocli. */
    public CheckStream() {}

    @Override
    CheckResult begin() {
        return new CheckResult("stream", stream);
    }

    @Override
    void check(Session session, CheckResult result) {
        StreamInfo info = session.jetStream().stream(stream).info();
        result.least(
                "messages",
                info.state().messages(),
                messagesWarning,
                messagesCritical,
                "Messages stored in the stream");
        result.least(
                "subjects",
                info.state().numSubjects(),
                subjectsWarning,
                subjectsCritical,
                "Number of subjects stored in the stream");
        info.mirror().ifPresent(mirror -> origin(mirror, result));
        int sources = info.sources().size();
        info.sources().forEach(source -> origin(source, result));
        result.metric(
                "sources", sources, sourcesMin, sourcesMax, "", "Number of sources being consumed by this stream");
        if (sourcesMin > 0 && sources < sourcesMin || sourcesMax > 0 && sources > sourcesMax) {
            result.critical(sources + " sources");
        } else {
            result.ok(sources + " sources");
        }
    }

    private void origin(StreamSourceInfo origin, CheckResult result) {
        if (lagCritical > 0 && origin.lag() > lagCritical) {
            result.critical(origin.name() + " lag " + origin.lag());
        }
        boolean never = origin.active().isNegative();
        if (!seenCritical.isZero() && (never || origin.active().compareTo(seenCritical) > 0)) {
            result.critical(origin.name()
                    + (never ? " never seen" : " last seen " + Figures.duration(origin.active()) + " ago"));
        }
    }
}
