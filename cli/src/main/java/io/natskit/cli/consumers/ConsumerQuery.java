// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.action.ApiLevels;
import io.natskit.cli.action.Failure;
import io.natskit.cli.expression.Expression;
import io.natskit.cli.expression.Variables;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.PriorityPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which consumers {@code consumer find} is for: those for which everything that is said holds. {@code --invert} turns each of it round but the
 * expression, as the nats CLI does.
 */
final class ConsumerQuery {
    @Option(names = "--pull", description = "Those that are pulled.")
    private boolean pull;

    @Option(names = "--push", description = "Those that push.")
    private boolean push;

    @Option(names = "--bound", description = "Those that somebody listens to, or that pulls wait at.")
    private boolean bound;

    @Option(
            names = "--waiting",
            paramLabel = "PULLS",
            description = "Those with waiting pulls, but fewer; with more, inverted.")
    private @Nullable Long waiting;

    @Option(
            names = "--ack-pending",
            paramLabel = "MESSAGES",
            description = "Those that wait for acknowledgements, but for fewer; for more, inverted.")
    private @Nullable Long ackPending;

    @Option(
            names = "--pending",
            paramLabel = "MESSAGES",
            description = "Those with messages still to deliver, but fewer; with more, inverted.")
    private @Nullable Long pending;

    @Option(
            names = "--idle",
            paramLabel = "DURATION",
            description = "Those that have delivered nothing for so long; that have, inverted.")
    private @Nullable Duration idle;

    @Option(names = "--created", paramLabel = "DURATION", description = "Those made longer ago; since then, inverted.")
    private @Nullable Duration created;

    @Option(names = "--replicas", description = "Those with no more replicas; with no fewer, inverted.")
    private @Nullable Integer replicas;

    @Option(names = "--leader", paramLabel = "SERVER", description = "Those of a cluster that this server leads.")
    private @Nullable String leader;

    @Option(names = "--pinned", description = "Those of pinned clients, all of whose groups have one.")
    private boolean pinned;

    @Option(names = "--invert", negatable = true, description = "Those for which the opposite holds.")
    private boolean invert;

    @Option(
            names = "--expression",
            paramLabel = "EXPRESSION",
            description = "Those for which an expression holds that names config, state, info or Info.")
    private @Nullable Expression expression;

    @Option(names = "--api-level", paramLabel = "LEVEL", description = "Those that need this level of the API.")
    private @Nullable Integer level;

    /** Those of these consumers. */
    List<ConsumerInfo> of(List<ConsumerInfo> consumers, Instant now) {
        if (pull && push) {
            throw new Failure("no consumer is pulled and pushes", "say --pull or --push");
        }
        List<Predicate<ConsumerInfo>> rules = ofUse(now);
        rules.addAll(ofConfiguration(now));
        return consumers.stream()
                .filter(info -> rules.stream().allMatch(rule -> rule.test(info)))
                .toList();
    }

    private List<Predicate<ConsumerInfo>> ofUse(Instant now) {
        List<Predicate<ConsumerInfo>> rules = new ArrayList<>();
        addIf(rules, bound, info -> info.pushBound() || info.numWaiting() > 0);
        addIfFewer(rules, waiting, ConsumerInfo::numWaiting);
        addIfFewer(rules, ackPending, ConsumerInfo::numAckPending);
        addIfFewer(rules, pending, ConsumerInfo::numPending);
        Duration quiet = idle;
        if (quiet != null) {
            addIf(
                    rules,
                    true,
                    info -> info.delivered().lastActive().orElse(Instant.MIN).isBefore(now.minus(quiet)));
        }
        return rules;
    }

    private List<Predicate<ConsumerInfo>> ofConfiguration(Instant now) {
        List<Predicate<ConsumerInfo>> rules = new ArrayList<>();
        Expression held = expression;
        Duration old = created;
        Integer copies = replicas;
        String head = leader;
        Integer needed = level;
        addIf(rules, pull, info -> info.config().deliverSubject().isEmpty());
        addIf(rules, push, info -> !info.config().deliverSubject().isEmpty());
        if (pinned) {
            rules.add(info -> info.config().priorityPolicy() == PriorityPolicy.PINNED_CLIENT);
            addIf(rules, true, ConsumerQuery::isPinned);
        }
        if (held != null) {
            rules.add(info -> held.holds(Variables.of(info)));
        }
        if (old != null) {
            addIf(rules, true, info -> !info.created().isAfter(now.minus(old)));
        }
        if (copies != null) {
            rules.add(info ->
                    invert ? info.config().replicas() >= copies : info.config().replicas() <= copies);
        }
        if (head != null) { // what no cluster has is led by nobody, and by nobody else
            rules.add(info -> info.cluster().isPresent());
            addIf(
                    rules,
                    true,
                    info -> info.cluster().stream()
                            .anyMatch(place -> place.leader().equals(head)));
        }
        if (needed != null) {
            addIf(rules, true, info -> ApiLevels.needed(info.config().metadata()) >= needed);
        }
        return rules;
    }

    private void addIf(List<Predicate<ConsumerInfo>> rules, boolean asked, Predicate<ConsumerInfo> rule) {
        if (asked) {
            rules.add(invert ? rule.negate() : rule);
        }
    }

    /** Those without any are never meant. */
    private void addIfFewer(
            List<Predicate<ConsumerInfo>> rules, @Nullable Long limit, ToLongFunction<ConsumerInfo> number) {
        if (limit != null) {
            rules.add(info -> number.applyAsLong(info) > 0);
            rules.add(info -> invert ? number.applyAsLong(info) > limit : number.applyAsLong(info) < limit);
        }
    }

    private static boolean isPinned(ConsumerInfo info) {
        long pins = info.priorityGroups().stream()
                .filter(group -> !group.pinnedClientId().isEmpty())
                .count();
        return pins == info.config().priorityGroups().size();
    }
}
