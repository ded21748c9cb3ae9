// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.session.ConnectionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** How connections may be sorted: by number and time the smallest first, by counts the largest. */
enum ConnectionOrder {
    CID("cid", by(ConnectionInfo::id)),
    START("start", by(ConnectionInfo::id)),
    SUBS("subs", most(ConnectionInfo::subscriptions)),
    PENDING("pending", most(ConnectionInfo::pendingBytes)),
    OUT_MESSAGES("msgs_to", most(ConnectionInfo::outMessages)),
    IN_MESSAGES("msgs_from", most(ConnectionInfo::inMessages)),
    OUT_BYTES("bytes_to", most(ConnectionInfo::outBytes)),
    IN_BYTES("bytes_from", most(ConnectionInfo::inBytes)),
    LAST("last", latest(row -> row.info().lastActivity())),
    IDLE("idle", earliest(row -> row.info().lastActivity())),
    UPTIME("uptime", now -> Comparator.comparing(row -> uptime(row, now))),
    STOP("stop", latest(ConnectionOrder::stop)),
    REASON("reason", Comparator.comparing(ConnectionOrder::reason)),
    RTT("rtt", most(ConnectionInfo::rttNanos));

    private final String word;
    private final Function<Instant, Comparator<Connz.Row>> order;

    ConnectionOrder(String word, Comparator<Connz.Row> always) {
        this(word, now -> always);
    }

    ConnectionOrder(String word, Function<Instant, Comparator<Connz.Row>> order) {
        this.word = word;
        this.order = order;
    }

    /** By number where nothing is named. Throws {@link InvalidRequestException} for an unknown word. */
    static ConnectionOrder of(String word) {
        if (word.isEmpty()) {
            return CID;
        }
        for (ConnectionOrder one : values()) {
            if (one.word.equals(word)) {
                return one;
            }
        }
        throw new InvalidRequestException("invalid sorting option: " + word);
    }

    /** Whether it makes sense only where all connections are closed. */
    boolean isOfClosed() {
        return this == STOP || this == REASON;
    }

    /** The order at that time; among equals the older comes first. */
    Comparator<Connz.Row> comparator(Instant now) {
        return order.apply(now).thenComparing(by(ConnectionInfo::id));
    }

    private static Comparator<Connz.Row> by(ToLongFunction<ConnectionInfo> number) {
        return Comparator.comparingLong(row -> number.applyAsLong(row.info()));
    }

    private static Comparator<Connz.Row> most(ToLongFunction<ConnectionInfo> number) {
        return by(number).reversed();
    }

    private static Comparator<Connz.Row> earliest(Function<Connz.Row, Instant> time) {
        return Comparator.comparing(time);
    }

    private static Comparator<Connz.Row> latest(Function<Connz.Row, Instant> time) {
        return earliest(time).reversed();
    }

    private static Duration uptime(Connz.Row row, Instant now) {
        var closed = row.closed();
        return Duration.between(row.info().start(), closed == null ? now : closed.stop());
    }

    private static Instant stop(Connz.Row row) {
        var closed = row.closed();
        return closed == null ? Instant.MAX : closed.stop();
    }

    private static String reason(Connz.Row row) {
        var closed = row.closed();
        return closed == null ? "" : closed.reason().text();
    }
}
