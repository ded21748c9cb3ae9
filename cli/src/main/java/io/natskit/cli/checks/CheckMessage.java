// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.checks;

import com.google.re2j.Pattern;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.jetstream.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit check message}. */
@Command(
        name = "message",
        aliases = "msg",
        description = "Checks the last message of a subject in a stream: its age and content.")
public final class CheckMessage extends Check {
    @Option(names = "--stream", required = true, paramLabel = "STREAM", description = "The stream.")
    private String stream = "";

    @Option(
            names = "--subject",
            defaultValue = ">",
            paramLabel = "SUBJECT",
            description = "The subject, any by default.")
    private String subject = ">";

    @Option(names = "--age-warn", paramLabel = "DURATION", description = "Older: a warning.")
    private Duration ageWarning = Duration.ZERO;

    @Option(names = "--age-critical", paramLabel = "DURATION", description = "Older: critical.")
    private Duration ageCritical = Duration.ZERO;

    @Option(
            names = "--content",
            paramLabel = "PATTERN",
            description = "A regular expression (as Go's) that must match some of it.")
    private @Nullable Pattern content;

    /** For picocli. */
    public CheckMessage() {}

    @Override
    CheckResult begin() {
        return new CheckResult("message", "Stream Message");
    }

    @Override
    void check(Session session, CheckResult result) {
        Optional<StoredMessage> found = session.jetStream().stream(stream).last(subject);
        if (found.isEmpty()) {
            result.critical("no message found");
            return;
        }
        StoredMessage message = found.get();
        Duration age = Duration.between(message.time(), Instant.now());
        result.metric(
                "age",
                CheckResult.seconds(age),
                CheckResult.seconds(ageWarning),
                CheckResult.seconds(ageCritical),
                "s",
                "The age of the message");
        result.metric("size", message.bytes().length, 0, 0, "B", "The size of the message");
        Pattern pattern = content;
        if (pattern != null && !pattern.matcher(message.text()).find()) {
            result.critical("the content does not match \"" + pattern + "\"");
        }
        if (!ageCritical.isZero() && age.compareTo(ageCritical) > 0) {
            result.critical(Figures.duration(age) + " old");
        } else if (!ageWarning.isZero() && age.compareTo(ageWarning) > 0) {
            result.warning(Figures.duration(age) + " old");
        } else {
            result.ok("Valid message on " + stream + " > " + subject);
        }
    }
}
