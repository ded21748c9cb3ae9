// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3.samples;

import io.natskit.client.Connection;
import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.rxjava3.RxJetStream;
import io.natskit.rxjava3.RxStream;
import io.natskit.wire.jetstream.StreamConfig;
import io.reactivex.rxjava3.core.Flowable;
import java.nio.charset.StandardCharsets;

/** An event stream with replay instead of a log, in RxJava: what happened is read from the beginning, from anywhere, and goes on with what happens. */
public final class EventLog {
    private static final int EVENTS = 100;

    private EventLog() {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, EventLog::run);
    }

    static void run(Connection nats) {
        RxJetStream js = RxJetStream.of(JetStream.on(nats));
        RxStream account = js.ensureStream(
                        StreamConfig.builder("ACCOUNT").subjects("account.*").build())
                .blockingGet();
        js.publishAll(Flowable.range(1, EVENTS).map(EventLog::paidIn), 16)
                .ignoreElements()
                .blockingAwait();

        Sample.check(
                "the balance, replayed",
                EVENTS * (EVENTS + 1) / 2,
                account.ordered(o -> {})
                        .take(EVENTS)
                        .map(EventLog::amount)
                        .reduce(0, Integer::sum)
                        .blockingGet());
        Sample.check(
                "the last ten, and the one that comes meanwhile",
                11,
                Flowable.merge(
                                account.ordered(o -> o.from(EVENTS - 9L)).map(EventLog::amount),
                                js.publish("account.in", "7".getBytes(StandardCharsets.UTF_8))
                                        .ignoreElement()
                                        .<Integer>toFlowable())
                        .take(11)
                        .toList()
                        .blockingGet()
                        .size());
        js.deleteStream("ACCOUNT").blockingAwait();
    }

    private static OutgoingMessage paidIn(int amount) {
        return OutgoingMessage.of("account.in", ("" + amount).getBytes(StandardCharsets.UTF_8));
    }

    private static int amount(JetStreamMessage event) {
        return Integer.parseInt(event.text());
    }
}
