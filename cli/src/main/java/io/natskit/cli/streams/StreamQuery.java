// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import com.google.re2j.Pattern;
import io.natskit.cli.action.ApiLevels;
import io.natskit.cli.expression.Expression;
import io.natskit.cli.expression.Variables;
import io.natskit.wire.jetstream.ClusterInfo;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.PeerInfo;
import io.natskit.wire.jetstream.StreamInfo;
import io.natskit.wire.subject.Subjects;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which streams {@code stream find} is for: those for which everything that is said holds. {@code --invert} turns each of it round but the expression, as the nats CLI
 * does: a number counts as enough either way.
 */
final class StreamQuery {
    /** How old what is asked for is at least; at most, inverted. */
    private record Age(Duration least, Instant now, boolean invert) {
        /** Whether this was so long ago; what never was is as old as can be. */
        boolean isOf(Instant time) {
            return time.isBefore(now.minus(least)) != invert;
        }
    }

    @Option(names = "--empty", description = "Those without messages.")
    private boolean empty;

    @Option(
            names = "--idle",
            paramLabel = "DURATION",
            description = "Those that neither got nor delivered a message for so long.")
    private @Nullable Duration idle;

    @Option(names = "--created", paramLabel = "DURATION", description = "Those made longer ago; since then, inverted.")
    private @Nullable Duration created;

    @Option(names = "--consumers", description = "Those with no more consumers; with no fewer, inverted.")
    private @Nullable Long consumers;

    @Option(names = "--subject", paramLabel = "SUBJECT", description = "Those that keep some of this subject.")
    private @Nullable String subject;

    @Option(names = "--replicas", description = "Those with no more replicas; with no fewer, inverted.")
    private @Nullable Integer replicas;

    @Option(names = "--sourced", description = "Those that take from other streams.")
    private boolean sourced;

    @Option(names = "--mirrored", description = "Those that mirror another stream.")
    private boolean mirrored;

    @Option(names = "--leader", paramLabel = "SERVER", description = "Those that this server leads.")
    private @Nullable String leader;

    @Option(
            names = "--server-name",
            paramLabel = "PATTERN",
            description = "Those on a server whose name this regular expression matches.")
    private @Nullable Pattern server;

    @Option(
            names = "--cluster",
            paramLabel = "PATTERN",
            description = "Those in a cluster whose name this regular expression matches.")
    private @Nullable Pattern cluster;

    @Option(names = "--offline", description = "Those without a leader, or with a replica that is away.")
    private boolean offline;

    @Option(names = "--api-level", paramLabel = "LEVEL", description = "Those that need this level of the API.")
    private @Nullable Integer level;

    @Option(
            names = "--expression",
            paramLabel = "EXPRESSION",
            description = "Those for which an expression holds that names config, state, info or Info.")
    private @Nullable Expression expression;

    @Option(names = "--invert", negatable = true, description = "Those for which the opposite holds.")
    private boolean invert;

    /** Those of these streams, {@code consumers} of which are asked for only where it matters. */
    List<StreamInfo> of(List<StreamInfo> streams, Function<String, Iterable<ConsumerInfo>> consumersOf, Instant now) {
        List<Predicate<StreamInfo>> rules = new ArrayList<>();
        Expression held = expression;
        if (held != null) { // as the nats CLI has it, never inverted
            rules.add(info -> held.holds(Variables.of(info)));
        }
        rules.addAll(ofContents(now));
        rules.addAll(ofPlaces());
        Duration quiet = idle;
        if (quiet != null) { // the last: it asks the server
            Age age = new Age(quiet, now, invert);
            rules.add(info ->
                    age.isOf(lastUse(info, consumersOf.apply(info.config().name()))));
        }
        return streams.stream()
                .filter(info -> rules.stream().allMatch(rule -> rule.test(info)))
                .toList();
    }

    private List<Predicate<StreamInfo>> ofContents(Instant now) {
        List<Predicate<StreamInfo>> rules = new ArrayList<>();
        Duration old = created;
        Long most = consumers;
        Integer copies = replicas;
        Integer needed = level;
        String wanted = subject;
        addIf(rules, empty, info -> info.state().messages() == 0);
        addIf(rules, sourced, info -> !info.config().sources().isEmpty());
        addIf(rules, mirrored, info -> info.config().mirror().isPresent());
        if (wanted != null) {
            addIf(rules, true, info -> info.config().subjects().stream().anyMatch(s -> Subjects.overlaps(s, wanted)));
        }
        if (needed != null) {
            addIf(rules, true, info -> ApiLevels.needed(info.config().metadata()) >= needed);
        }
        if (old != null) {
            Age age = new Age(old, now, invert);
            rules.add(info -> age.isOf(info.created()));
        }
        if (most != null) {
            rules.add(info -> isEnough(info.state().consumerCount(), most));
        }
        if (copies != null) {
            rules.add(info -> isEnough(info.config().replicas(), copies));
        }
        return rules;
    }

    private List<Predicate<StreamInfo>> ofPlaces() {
        List<Predicate<StreamInfo>> rules = new ArrayList<>();
        String head = leader;
        Pattern host = server;
        Pattern group = cluster;
        addIf(rules, offline, StreamQuery::isOffline);
        if (head != null) {
            addIf(
                    rules,
                    true,
                    info -> placeOf(info).anyMatch(place -> place.leader().equals(head)));
        }
        if (host != null) {
            addIf(
                    rules,
                    true,
                    info -> placeOf(info)
                            .flatMap(StreamQuery::servers)
                            .anyMatch(s -> host.matcher(s).find()));
        }
        if (group != null) {
            addIf(
                    rules,
                    true,
                    info -> placeOf(info)
                            .anyMatch(place -> group.matcher(place.name()).find()));
        }
        return rules;
    }

    private void addIf(List<Predicate<StreamInfo>> rules, boolean asked, Predicate<StreamInfo> rule) {
        if (asked) {
            rules.add(invert ? rule.negate() : rule);
        }
    }

    private boolean isEnough(long number, long limit) {
        return invert ? number >= limit : number <= limit;
    }

    private static Instant lastUse(StreamInfo info, Iterable<ConsumerInfo> consumers) {
        return Stream.concat(
                        info.state().lastTime().stream(),
                        StreamSupport.stream(consumers.spliterator(), false)
                                .flatMap(consumer -> consumer.delivered().lastActive().stream()))
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    private static Stream<ClusterInfo> placeOf(StreamInfo info) {
        return info.cluster().stream();
    }

    private static Stream<String> servers(ClusterInfo place) {
        return Stream.concat(
                Stream.of(place.leader()), place.replicas().stream().map(PeerInfo::name));
    }

    private static boolean isOffline(StreamInfo info) {
        return placeOf(info)
                .anyMatch(place ->
                        place.leader().isEmpty() || place.replicas().stream().anyMatch(PeerInfo::offline));
    }
}
