// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.account;

import io.natskit.server.config.MappingOptions;
import io.natskit.server.subject.InvalidTransformException;
import io.natskit.server.subject.SubjectTransform;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Subjects that are published under others (MP-01): of the destinations of the first source that matches one is chosen by its weight. What is
 * left of a hundred keeps its subject, unless the source itself is a destination: then it is lost on purpose. Immutable; any thread.
 */
public final class SubjectMappings {
    /** The answer for a message that is lost on purpose. */
    public static final byte[] LOST = {};

    private static final int ALL = 100;

    private final List<Mapping> mappings;
    private final IntUnaryOperator random;

    private record Choice(SubjectTransform transform, int upTo) {}

    private record Mapping(byte[] source, List<Choice> choices) {}

    private SubjectMappings(List<Mapping> mappings, IntUnaryOperator random) {
        this.mappings = mappings;
        this.random = random;
    }

    /** The mappings of these sources, in their order; null for none. Throws {@link InvalidTransformException} with nats-server's text. */
    public static @Nullable SubjectMappings of(Map<String, List<MappingOptions>> all) {
        return of(all, bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    /** As the other, of what an account's claims say. */
    public static @Nullable SubjectMappings of(AccountClaims claims) {
        Map<String, List<MappingOptions>> all = new LinkedHashMap<>();
        new TreeMap<>(claims.mappings())
                .forEach((source, destinations) -> all.put(
                        source,
                        destinations.stream()
                                .map(one -> new MappingOptions(one.subject(), one.share(), one.cluster()))
                                .toList()));
        return of(all);
    }

    static @Nullable SubjectMappings of(Map<String, List<MappingOptions>> all, IntUnaryOperator random) {
        if (all.isEmpty()) {
            return null;
        }
        List<Mapping> mappings = new ArrayList<>();
        all.forEach((source, destinations) ->
                mappings.add(new Mapping(source.getBytes(StandardCharsets.UTF_8), choices(source, destinations))));
        return new SubjectMappings(List.copyOf(mappings), random);
    }

    /** One server alone is in no cluster: what is for one is left out. */
    private static List<Choice> choices(String source, List<MappingOptions> destinations) {
        List<MappingOptions> own = new ArrayList<>(
                destinations.stream().filter(one -> one.cluster().isEmpty()).toList());
        int total = own.stream().mapToInt(MappingOptions::weightPercent).sum();
        boolean loses = destinations.stream().anyMatch(one -> one.destination().equals(source));
        if (total != ALL && !loses) {
            own.add(new MappingOptions(SubjectTransform.numbered(source), ALL - total, ""));
        }
        own.sort(Comparator.comparingInt(MappingOptions::weightPercent));
        List<Choice> choices = new ArrayList<>();
        int upTo = 0;
        for (MappingOptions one : own) {
            upTo += one.weightPercent();
            choices.add(new Choice(SubjectTransform.ofMapping(source, one.destination()), upTo));
        }
        return List.copyOf(choices);
    }

    /** What a subject becomes: null if it stays, {@link #LOST} if the message goes nowhere. */
    public byte @Nullable [] map(byte[] bytes, int offset, int length) {
        for (Mapping one : mappings) {
            if (Subjects.matches(one.source, 0, one.source.length, bytes, offset, length)) {
                return chosen(one, bytes, offset, length);
            }
        }
        return null;
    }

    private byte[] chosen(Mapping mapping, byte[] bytes, int offset, int length) {
        List<Choice> choices = mapping.choices;
        boolean sure = choices.size() == 1 && choices.get(0).upTo == ALL;
        int drawn = sure ? 0 : random.applyAsInt(ALL);
        for (Choice one : choices) {
            if (drawn < one.upTo) {
                return one.transform.apply(bytes, offset, length);
            }
        }
        return LOST;
    }
}
