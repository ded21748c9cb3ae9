// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.Subscription;
import io.natskit.wire.headers.Headers;
import java.time.Duration;
import java.util.List;

/** Headers travel beside the payload: names with one or more values, in order, kept in their case. */
public final class HeadersOnMessages {

    private HeadersOnMessages() {}

    /** Runs it; the first argument is a server's URL, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, HeadersOnMessages::run);
    }

    static void run(String url) {
        try (Connection connection = Nats.connect(url)) {
            Subscription letters = connection.subscribe("letters");
            connection.publish(OutgoingMessage.to("letters")
                    .header("Language", "en")
                    .header("Via", "Bern")
                    .header("Via", "Basel")
                    .header("Empty", "")
                    .payload("Dear reader")
                    .build());

            Message letter = letters.next(Duration.ofSeconds(5)).orElseThrow();
            Headers headers = letter.headers();
            System.out.println("names: " + headers.names() + ", via " + headers.all("Via"));
            Sample.check("names, in order", List.of("Language", "Via", "Empty"), List.copyOf(headers.names()));
            Sample.check("all stations", List.of("Bern", "Basel"), headers.all("Via"));
            Sample.check("last station", "Basel", headers.last("Via"));
            Sample.check("case counts", false, headers.contains("language"));
            Sample.check("unless asked otherwise", "en", headers.firstIgnoreCase("LANGUAGE"));
            Sample.check("an empty value is a value", "", headers.first("Empty"));
            Sample.check("payload", "Dear reader", letter.text());

            // pass on what came, with one header changed
            Subscription copies = connection.subscribe("copies");
            Headers changed = headers.toBuilder().set("Language", "de").build();
            connection.publish("copies", changed, letter.bytes());
            Headers copy = copies.next(Duration.ofSeconds(5)).orElseThrow().headers();
            Sample.check("changed", "de", copy.first("Language"));
            Sample.check("kept", List.of("Bern", "Basel"), copy.all("Via"));
        }
    }
}
