// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.messaging;

import io.natskit.cli.action.Failure;
import io.natskit.cli.connect.Session;
import io.natskit.cli.message.Taking;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.OrderedSpec;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import io.natskit.wire.jetstream.DeliverPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From where in a stream {@code sub} begins: any of these options makes it read a stream. */
final class StreamStart {
    @Option(names = "--stream", paramLabel = "STREAM", description = "Reads this stream.")
    @Nullable
    String stream;

    @Option(
            names = "--durable",
            paramLabel = "CONSUMER",
            description = "Through this durable consumer, which is made if there is none.")
    @Nullable
    String durable;

    @Option(names = "--start-sequence", paramLabel = "SEQUENCE", description = "From this sequence on.")
    long sequence;

    @Option(names = "--all", description = "From the first message on.")
    boolean all;

    @Option(names = "--new", description = "Only what comes from now on.")
    boolean fresh;

    @Option(names = "--last", description = "From the last message on.")
    boolean last;

    @Option(names = "--since", paramLabel = "DURATION", description = "What came since then.")
    @Nullable
    Duration since;

    @Option(names = "--last-per-subject", description = "From the last message of each subject on.")
    boolean lastPerSubject;

    @Option(
            names = {"-T", "--terminate-at-end"},
            description = "Ends with the stream's last message, or when none comes within the timeout.")
    boolean terminateAtEnd;

    boolean isAsked() {
        return stream != null
                || durable != null
                || sequence > 0
                || all
                || fresh
                || last
                || since != null
                || lastPerSubject;
    }

    /** The messages, from where they are wanted; one at a time where only so many are. */
    Taking open(Session session, List<String> subjects, boolean counted) {
        StreamHandle source = session.jetStream().stream(name(session, subjects));
        String name = durable;
        if (name != null) {
            ConsumerHandle consumer =
                    source.findConsumer(name).orElseGet(() -> source.createConsumer(durable(name, subjects)));
            return counted ? Taking.single(consumer) : Taking.all(consumer.messages(spec -> {}));
        }
        return Taking.all(source.ordered(spec -> begin(spec.subjects(subjects))).messages(spec -> {}));
    }

    private void begin(OrderedSpec spec) {
        if (sequence > 0) {
            spec.from(sequence);
        } else if (since != null) {
            spec.from(Instant.now().minus(since));
        } else if (lastPerSubject) {
            spec.lastPerSubject();
        } else if (last) {
            spec.fromLast();
        } else if (fresh) {
            spec.onlyNew();
        }
    }

    private ConsumerConfig durable(String name, List<String> subjects) {
        ConsumerConfigBuilder config =
                ConsumerConfig.builder(name).durable(name).ackPolicy(AckPolicy.EXPLICIT);
        if (sequence > 0) {
            config.deliverPolicy(DeliverPolicy.BY_START_SEQUENCE).startSequence(sequence);
        } else if (since != null) {
            config.deliverPolicy(DeliverPolicy.BY_START_TIME)
                    .startTime(Instant.now().minus(since));
        } else if (lastPerSubject) {
            config.deliverPolicy(DeliverPolicy.LAST_PER_SUBJECT);
        } else {
            config.deliverPolicy(last ? DeliverPolicy.LAST : fresh ? DeliverPolicy.NEW : DeliverPolicy.ALL);
        }
        return (subjects.isEmpty() ? config : config.filterSubjects(subjects)).build();
    }

    private String name(Session session, List<String> subjects) {
        if (stream != null) {
            return stream;
        }
        if (subjects.isEmpty()) {
            throw new Failure("neither a subject nor a stream", "name a subject, or --stream");
        }
        return session.jetStream()
                .streamNameOf(subjects.get(0))
                .orElseThrow(() -> new Failure(
                        "no stream keeps \"" + subjects.get(0) + "\"",
                        "natskit stream add NAME --subjects '" + subjects.get(0) + "'"));
    }
}
