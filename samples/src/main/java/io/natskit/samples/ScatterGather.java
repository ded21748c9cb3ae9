// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.Replies;
import io.natskit.client.RepliesEnd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One question, many answers: ask every shop for its price, and end when no more come, when enough came, or when somebody says so. */
public final class ScatterGather {

    private static final Map<String, Integer> PRICES = Map.of("north", 340, "south", 295, "east", 410);

    private ScatterGather() {}

    /** Runs it; the first argument is a server's URL, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, ScatterGather::run);
    }

    static void run(String url) {
        try (Connection shops = Nats.connect(url);
                Connection client = Nats.connect(url)) {
            PRICES.forEach(
                    (shop, price) -> shops.subscribe("price.of.tea", question -> question.reply(shop + " " + price)));
            shops.subscribe("count.to.three", question -> {
                question.reply("one");
                question.reply("two");
                question.reply("three");
                question.reply(""); // an empty reply says that this was all
            });
            shops.flush();

            // ends when no further reply came for 300 ms
            Map<String, Integer> offers = new TreeMap<>();
            try (Replies replies = client.requestMany(
                    "price.of.tea",
                    bytes("?"),
                    o -> o.timeout(Duration.ofSeconds(5)).stall(Duration.ofMillis(300)))) {
                for (Message reply : replies) {
                    String[] words = reply.text().split(" ");
                    offers.put(words[0], Integer.parseInt(words[1]));
                }
                Sample.check("end", RepliesEnd.STALL, replies.end().orElseThrow());
            }
            String cheapest = offers.entrySet().stream()
                    .min(Comparator.comparing(Map.Entry::getValue))
                    .orElseThrow()
                    .getKey();
            System.out.println("offers: " + offers + ", cheapest: " + cheapest);
            Sample.check("offers", new TreeMap<>(PRICES), offers);
            Sample.check("cheapest", "south", cheapest);

            // ends with the second reply
            try (Replies replies = client.requestMany("price.of.tea", bytes("?"), o -> o.maxReplies(2))) {
                Sample.check("replies", 2, replies.all().size());
                Sample.check("end", RepliesEnd.MAX_REPLIES, replies.end().orElseThrow());
            }

            // ends with an empty reply
            try (Replies replies = client.requestMany("count.to.three", bytes("?"), o -> o.emptyEnds())) {
                List<String> words = replies.stream().map(Message::text).toList();
                System.out.println("counted: " + words);
                Sample.check("words", List.of("one", "two", "three"), words);
                Sample.check("end", RepliesEnd.SENTINEL, replies.end().orElseThrow());
            }

            // nobody there: known at once
            try (Replies replies = client.requestMany("price.of.gold", bytes("?"), o -> {})) {
                Sample.check("replies", 0, replies.all().size());
                Sample.check("end", RepliesEnd.NO_RESPONDERS, replies.end().orElseThrow());
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
