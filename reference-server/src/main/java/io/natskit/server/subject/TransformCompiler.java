// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the tokens of a destination into steps, or refuses them with nats-server's texts (row MP-03). Pure. */
final class TransformCompiler {
    private static final byte[] NONE = {};
    private static final int[] NO_TOKENS = {};

    private final List<String> source;
    private final List<String> destination;
    private final List<Integer> wildcards = new ArrayList<>(); // where they stand in the source
    private final boolean strict;

    TransformCompiler(String source, String destination, boolean strict) {
        this.source = tokens(source);
        this.destination = tokens(destination);
        this.strict = strict;
    }

    /** One step a token. */
    List<TransformStep> compile() {
        boolean open = checked(source);
        boolean openDestination = checked(destination);
        if (open != openDestination || destination.contains("*")) {
            throw new InvalidTransformException("invalid subject");
        }
        for (int i = 0; i < source.size(); i++) {
            if (source.get(i).equals("*")) {
                wildcards.add(i);
            }
        }
        boolean literal = wildcards.isEmpty() && !open;
        List<TransformStep> steps = new ArrayList<>();
        int used = 0;
        for (String token : destination) {
            TransformStep step = step(token);
            step = literal ? withoutWildcards(token, step) : withWildcards(token, step);
            steps.add(step);
            used += step.function() == null ? 0 : step.tokens().length;
        }
        if (!literal && strict && used < wildcards.size()) {
            throw InvalidTransformException.in("not using all of the token wildcard(s)", String.join(".", destination));
        }
        return List.copyOf(steps);
    }

    /** What a mapping checks of its destination before it is compiled. */
    static void checkMapping(String destination) {
        boolean closed = false;
        for (String token : tokens(destination)) {
            if (token.isEmpty() || closed) {
                throw InvalidTransformException.in("invalid transform", token);
            }
            if (TransformFunction.looksLikeCall(token)) {
                if (call(token) == null) {
                    throw InvalidTransformException.in("unknown function", token);
                }
            } else if (token.equals(">")) {
                closed = true;
            } else if (hasSpace(token)) {
                throw InvalidTransformException.in("invalid transform", "");
            }
        }
    }

    /** The tokens, empty ones included. */
    static List<String> tokens(String subject) {
        List<String> tokens = new ArrayList<>();
        int from = 0;
        for (int dot = subject.indexOf('.'); dot >= 0; dot = subject.indexOf('.', from)) {
            tokens.add(subject.substring(from, dot));
            from = dot + 1;
        }
        tokens.add(subject.substring(from));
        return tokens;
    }

    // whether it ends in >
    private static boolean checked(List<String> tokens) {
        boolean closed = false;
        for (String token : tokens) {
            if (token.isEmpty() || closed) {
                throw new InvalidTransformException("invalid subject");
            }
            closed = token.equals(">");
        }
        return closed;
    }

    // places are numbers of wildcards here, and become places of tokens
    private TransformStep withWildcards(String token, TransformStep step) {
        TransformFunction function = step.function();
        if (function == null) {
            return step;
        }
        if (strict && function != TransformFunction.WILDCARD) {
            throw InvalidTransformException.in(
                    "the only mapping function allowed for import transforms is {{Wildcard()}}", token);
        }
        int[] places = new int[step.tokens().length];
        for (int i = 0; i < places.length; i++) {
            int number = step.tokens()[i];
            if (number > wildcards.size()) {
                throw InvalidTransformException.in("wildcard index out of range", token + ": [" + number + "]");
            }
            // nats-server takes the first token for a number below 1
            places[i] = number < 1 ? 0 : wildcards.get(number - 1);
        }
        return new TransformStep(function, step.text(), places, step.number());
    }

    private static TransformStep withoutWildcards(String token, TransformStep step) {
        TransformFunction function = step.function();
        if (function == null) {
            return step;
        }
        if (function != TransformFunction.RANDOM && function != TransformFunction.PARTITION) {
            throw InvalidTransformException.in("wildcard index out of range", token);
        }
        return new TransformStep(function, NONE, NO_TOKENS, step.number());
    }

    private static TransformStep step(String token) {
        if (token.length() > 1 && token.charAt(0) == '$') {
            Long number = number(token.substring(1));
            return number == null ? literal(token) : wildcard(number);
        }
        if (!TransformFunction.looksLikeCall(token)) {
            return literal(token);
        }
        TransformFunction function = call(token);
        if (function == null) {
            throw InvalidTransformException.in("unknown function", token);
        }
        List<String> arguments = arguments(String.valueOf(function.arguments(token)));
        return switch (function) {
            case WILDCARD -> {
                if (arguments.size() == 1 && arguments.get(0).isEmpty()) {
                    throw InvalidTransformException.in("not enough arguments passed to the function", token);
                }
                if (arguments.size() > 1) {
                    throw InvalidTransformException.in("too many arguments passed to the function", token);
                }
                yield wildcard(needed(token, arguments.get(0), Long.MAX_VALUE));
            }
            case PARTITION -> partition(token, arguments);
            case SPLIT -> split(token, arguments);
            case RANDOM -> {
                if (arguments.size() != 1) {
                    throw InvalidTransformException.in("not enough arguments passed to the function", token);
                }
                yield new TransformStep(
                        function, NONE, NO_TOKENS, (int) needed(token, arguments.get(0), Integer.MAX_VALUE));
            }
            default -> {
                checkTwo(token, arguments);
                int place = place(needed(token, arguments.get(0), Long.MAX_VALUE));
                long number = needed(token, arguments.get(1), Integer.MAX_VALUE);
                if (number < Integer.MIN_VALUE) {
                    throw invalidArgument(token);
                }
                yield new TransformStep(function, NONE, new int[] {place}, (int) number);
            }
        };
    }

    private static TransformStep literal(String token) {
        return new TransformStep(null, token.getBytes(StandardCharsets.UTF_8), NO_TOKENS, 0);
    }

    private static TransformStep wildcard(long number) {
        return new TransformStep(TransformFunction.WILDCARD, NONE, new int[] {place(number)}, 0);
    }

    private static TransformStep partition(String token, List<String> arguments) {
        int buckets = (int) needed(token, arguments.get(0), Integer.MAX_VALUE);
        int[] places = new int[arguments.size() - 1];
        for (int i = 0; i < places.length; i++) {
            places[i] = place(needed(token, arguments.get(i + 1), Long.MAX_VALUE));
        }
        return new TransformStep(TransformFunction.PARTITION, NONE, places, buckets);
    }

    private static TransformStep split(String token, List<String> arguments) {
        checkTwo(token, arguments);
        int place = place(needed(token, arguments.get(0), Long.MAX_VALUE));
        String delimiter = arguments.get(1);
        if (delimiter.indexOf(' ') >= 0) {
            throw invalidArgument(token);
        }
        return new TransformStep(
                TransformFunction.SPLIT, delimiter.getBytes(StandardCharsets.UTF_8), new int[] {place}, 0);
    }

    private static void checkTwo(String token, List<String> arguments) {
        if (arguments.size() != 2) {
            throw InvalidTransformException.in(
                    (arguments.size() < 2 ? "not enough" : "too many") + " arguments passed to the function", token);
        }
    }

    private static long needed(String token, String argument, long max) {
        Long number = number(trimmed(argument));
        if (number == null || number > max) {
            throw invalidArgument(token);
        }
        return number;
    }

    private static InvalidTransformException invalidArgument(String token) {
        return InvalidTransformException.in("function argument is invalid or in the wrong format", token);
    }

    private static @Nullable TransformFunction call(String token) {
        for (TransformFunction function : TransformFunction.values()) {
            if (function.arguments(token) != null) {
                return function;
            }
        }
        return null;
    }

    // white space after a comma goes with it
    private static List<String> arguments(String text) {
        List<String> arguments = new ArrayList<>();
        int from = 0;
        for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', from)) {
            arguments.add(text.substring(from, comma));
            from = TransformFunction.skipSpace(text, comma + 1);
        }
        arguments.add(text.substring(from));
        return arguments;
    }

    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == ' ') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == ' ') {
            to--;
        }
        return text.substring(from, to);
    }

    // decimal digits with or without a sign, as Go's Atoi; null for anything else
    private static @Nullable Long number(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && !(i == 0 && (c == '-' || c == '+'))) {
                return null;
            }
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    private static int place(long number) {
        return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, number));
    }

    private static boolean hasSpace(String token) {
        for (int i = 0; i < token.length(); i++) {
            if ("\t\n\f\r ".indexOf(token.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
