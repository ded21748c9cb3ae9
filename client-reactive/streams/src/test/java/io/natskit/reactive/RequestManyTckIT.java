// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.client.Message;
import java.time.Duration;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the replies to a request. */
public class RequestManyTckIT extends TckContract<Message> {

    @Override
    void prepare() {
        connection.subscribe("count", m -> {
            for (int i = Integer.parseInt(m.text()); i > 0; i--) {
                m.reply("" + i);
            }
            m.reply("");
        });
        connection.flush();
    }

    @Override
    public Publisher<Message> createPublisher(long elements) {
        byte[] count = Long.toString(Math.min(elements, READY)).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return ReactiveConnection.of(connection)
                .requestMany(
                        "count", count, o -> o.timeout(Duration.ofSeconds(30)).emptyEnds());
    }

    @Override
    public Publisher<Message> createFailedPublisher() {
        return ReactiveConnection.of(closed()).requestMany("count", new byte[0], o -> {});
    }

    @Override
    public long maxElementsFromPublisher() {
        return READY;
    }
}
