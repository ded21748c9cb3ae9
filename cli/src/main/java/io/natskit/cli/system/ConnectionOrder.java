// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.connect.Durations;
import io.natskit.wire.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** By what connections are sorted, in the words of /connz, and as nats-server does: by number and age the smallest first, by counts the largest. */
enum ConnectionOrder {
    CID(number("cid")),
    START(number("cid")),
    SUBS(number("subscriptions").reversed()),
    PENDING(number("pending_bytes").reversed()),
    MSGS_TO(number("out_msgs").reversed()),
    MSGS_FROM(number("in_msgs").reversed()),
    BYTES_TO(number("out_bytes").reversed()),
    BYTES_FROM(number("in_bytes").reversed()),
    LAST(time("last_activity").reversed()),
    IDLE(time("last_activity")),
    UPTIME(duration("uptime")),
    STOP(time("stop").reversed()),
    REASON(Comparator.comparing(connection -> Answer.text(connection, "reason"))),
    RTT(duration("rtt").reversed());

    /** Reads the word of /connz for one. */
    static final class Word implements ITypeConverter<ConnectionOrder> {
        /** For picocli. */
        Word() {}

        @Override
        public ConnectionOrder convert(String text) {
            for (ConnectionOrder one : values()) {
                if (one.toString().equals(text)) {
                    return one;
                }
            }
            String words = Stream.of(values()).map(ConnectionOrder::toString).collect(Collectors.joining(", "));
            throw new TypeConversionException("\"" + text + "\" (expected: one of " + words + ")");
        }
    }

    private final Comparator<JsonObject> comparator;

    ConnectionOrder(Comparator<JsonObject> comparator) {
        this.comparator = comparator;
    }

    /** The order of connections; among equals the older comes first. */
    Comparator<JsonObject> comparator() {
        return comparator.thenComparing(number("cid"));
    }

    /** Whether it makes sense only where all connections are closed. */
    boolean isOfClosed() {
        return this == STOP || this == REASON;
    }

    private static Comparator<JsonObject> number(String field) {
        return Comparator.comparingLong(connection -> connection.integer(field, 0));
    }

    private static Comparator<JsonObject> time(String field) {
        Function<JsonObject, Instant> time = connection -> Answer.time(connection, field);
        return Comparator.comparing(time);
    }

    private static Comparator<JsonObject> duration(String field) {
        Function<JsonObject, Duration> duration = connection -> {
            String text = Answer.text(connection, field);
            return text.isEmpty() ? Duration.ZERO : Durations.parse(text);
        };
        return Comparator.comparing(duration);
    }

    /** The word of /connz. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
