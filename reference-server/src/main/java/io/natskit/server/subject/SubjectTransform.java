// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes one subject of another (rows MP-02, MP-03): for mappings, the transforms of streams, mirrors and sources, republishing, imports
 * and exports. Compiled once, immutable: any thread. Works on bytes; a subject costs its result and the places of its tokens.
 */
public final class SubjectTransform {
    private static final IntUnaryOperator RANDOM =
            bound -> ThreadLocalRandom.current().nextInt(bound);

    private final String source;
    private final String destination;
    private final byte[] pattern;
    private final int sourceTokens;
    private final boolean identity;
    private final List<TransformStep> steps;
    private final IntUnaryOperator random;

    private SubjectTransform(String source, String destination, boolean strict, IntUnaryOperator random) {
        this.source = source.isEmpty() ? ">" : source;
        this.destination = destination;
        this.random = random;
        this.identity = destination.isEmpty() || (this.source.equals(">") && destination.equals(">"));
        this.steps =
                destination.isEmpty() ? List.of() : new TransformCompiler(this.source, destination, strict).compile();
        this.pattern = this.source.getBytes(StandardCharsets.UTF_8);
        this.sourceTokens = Subjects.tokenCount(pattern, 0, pattern.length);
    }

    /**
     * The loose form. An empty source means {@code >}; an empty destination leaves what the source matches as it is. Throws
     * {@link InvalidTransformException} with nats-server's text.
     */
    public static SubjectTransform of(String source, String destination) {
        return of(source, destination, RANDOM);
    }

    /** As {@link #of(String, String)}, with a source of random numbers: from 0 up to the argument, exclusive. */
    static SubjectTransform of(String source, String destination, IntUnaryOperator random) {
        return new SubjectTransform(source, destination, false, random);
    }

    /** The loose form, with the checks that mappings and streams make of their destination first. Throws as {@link #of}. */
    public static SubjectTransform ofMapping(String source, String destination) {
        if (!destination.isEmpty()) {
            TransformCompiler.checkMapping(destination);
        }
        return of(source, destination);
    }

    /** The strict form, which can be reversed: wildcards alone, and all of them. Throws as {@link #of}. */
    public static SubjectTransform strict(String source, String destination) {
        return new SubjectTransform(source, destination, true, RANDOM);
    }

    /** {@code a.*.*} as a destination that keeps its wildcards: {@code a.$1.$2}. */
    public static String numbered(String pattern) {
        List<String> tokens = new ArrayList<>();
        int next = 1;
        for (String token : TransformCompiler.tokens(pattern)) {
            tokens.add(token.equals("*") ? "$" + next++ : token);
        }
        return String.join(".", tokens);
    }

    /** A destination as the pattern of what it makes: {@code a.$2.{{wildcard(1)}}} is {@code a.*.*}. */
    public static String patternOf(String destination) {
        List<String> tokens = new ArrayList<>();
        for (String token : TransformCompiler.tokens(destination)) {
            tokens.add(isPlaceholder(token) ? "*" : token);
        }
        return String.join(".", tokens);
    }

    /** What is matched; {@code >} if it was empty. */
    public String source() {
        return source;
    }

    /** What it becomes, as it was given. */
    public String destination() {
        return destination;
    }

    /** Whether a subject that matches comes out as it went in. */
    public boolean isIdentity() {
        return identity;
    }

    /** Whether the source matches this literal subject. */
    public boolean matches(byte[] subject, int offset, int length) {
        return Subjects.matches(pattern, 0, pattern.length, subject, offset, length);
    }

    /** What becomes of a literal subject, in an array of its own; null if the source does not match it. */
    public byte @Nullable [] match(byte[] subject, int offset, int length) {
        return matches(subject, offset, length) ? apply(subject, offset, length) : null;
    }

    /** As {@link #match(byte[], int, int)}. */
    public @Nullable String match(String subject) {
        byte[] bytes = subject.getBytes(StandardCharsets.UTF_8);
        byte[] made = match(bytes, 0, bytes.length);
        return made == null ? null : new String(made, StandardCharsets.UTF_8);
    }

    /** What becomes of a literal subject that the source is known to match. */
    public byte[] apply(byte[] subject, int offset, int length) {
        if (identity) {
            return Arrays.copyOfRange(subject, offset, offset + length);
        }
        TokenList tokens = new TokenList(subject, offset, length);
        TransformOutput out = new TransformOutput(length + destination.length());
        for (int i = 0; i < steps.size(); i++) {
            TransformStep step = steps.get(i);
            if (i > 0) {
                out.dot();
            }
            if (step.isRest()) {
                int from = tokens.start(sourceTokens - 1);
                out.bytes(subject, from, tokens.end() - from);
            } else {
                step.write(tokens, out, random);
            }
        }
        return out.toBytes();
    }

    /** The strict transform that undoes this one; empty where a wildcard is lost or used twice. */
    public Optional<SubjectTransform> reverse() {
        List<String> made = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        List<String> tokens = TransformCompiler.tokens(destination);
        for (int i = 0; i < tokens.size(); i++) {
            TransformStep step = steps.get(i);
            boolean wildcard = step.function() == TransformFunction.WILDCARD;
            if (wildcard) {
                order.add(step.tokens()[0]);
            }
            made.add(wildcard ? "*" : tokens.get(i));
        }
        List<String> back = new ArrayList<>();
        List<String> from = TransformCompiler.tokens(source);
        for (int i = 0; i < from.size(); i++) {
            int place = order.indexOf(i);
            if (from.get(i).equals("*") && place < 0) {
                return Optional.empty();
            }
            back.add(from.get(i).equals("*") ? "$" + (place + 1) : from.get(i));
        }
        try {
            return Optional.of(strict(String.join(".", made), String.join(".", back)));
        } catch (InvalidTransformException lost) {
            return Optional.empty();
        }
    }

    /** {@code source -> destination}. */
    @Override
    public String toString() {
        return source + " -> " + destination;
    }

    private static boolean isPlaceholder(String token) {
        if (token.length() > 1 && token.charAt(0) == '$') {
            return token.charAt(1) >= '1' && token.charAt(1) <= '9';
        }
        String arguments = TransformFunction.WILDCARD.arguments(token);
        return arguments != null && !arguments.isEmpty() && arguments.indexOf(',') < 0;
    }
}
