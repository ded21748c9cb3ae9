// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pages of three connections, of a server with seven and one with two. The higher its number modulo 3, the more subscriptions a connection has;
 * those that are equal stand in another order in each answer, as with nats-server.
 */
class ConnectionPagesTest {
    private final List<String> asked = new ArrayList<>();
    private int turn;

    private List<Answer> answer(byte[] request) {
        JsonObject json = JsonObject.parse(request);
        asked.add(json.string("sort") + json.integer("offset", -1) + "+" + json.integer("limit", -1));
        return List.of(page("a", 7, json), page("b", 2, json));
    }

    private Answer page(String server, int count, JsonObject asked) {
        List<Integer> all = IntStream.range(0, count).boxed().collect(Collectors.toCollection(ArrayList::new));
        Collections.rotate(all, turn++);
        if (asked.string("sort").equals("cid")) {
            Collections.sort(all);
        } else {
            all.sort(Comparator.comparing(cid -> -(cid % 3)));
        }
        String connections = all.stream()
                .skip(asked.integer("offset", 0))
                .limit(asked.integer("limit", 0))
                .map(cid -> "{\"cid\":" + cid + ",\"subscriptions\":" + cid % 3 + ",\"tags\":[\"x\"]}")
                .collect(Collectors.joining(","));
        byte[] bytes = ("{\"server\":{\"id\":\"" + server + "\"},\"data\":{\"now\":\"n\",\"total\":" + 100
                        + ",\"connections\":[" + connections + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        return new Answer(bytes, JsonObject.parse(bytes), Duration.ZERO);
    }

    private static String shown(List<Answer> answers) {
        return answers.stream()
                .map(answer -> Answer.text(answer.server(), "id")
                        + answer.data().objects("connections").stream()
                                .map(one -> Long.toString(one.integer("cid", -1)))
                                .collect(Collectors.joining()))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "SUBS, 0, 100, cid0+3 cid3+3 cid6+3, a2514036 b10",
        "SUBS, 0, 4, cid0+3 cid3+3 cid6+3, a2514 b10",
        "SUBS, 3, 100, cid0+3 cid3+3 cid6+3, a4036 b",
        "CID, 2, 4, cid0+3 cid3+3 cid6+3, a2345 b",
        "CID, 9, 100, cid0+3 cid3+3 cid6+3, a b",
        "CID, 1, 3, cid1+3, a123 b1",
        "CID, 5, 2, cid5+2, a56 b"
    })
    void pages_are_gathered_by_number_unless_one_holds_all_that_is_wanted(
            ConnectionOrder order, int offset, int most, String requests, String expected) {
        ConnectionQuery query = new ConnectionQuery();
        query.sort = order;
        query.offset = offset;
        assertThat(shown(new ConnectionPages(query, this::answer, 3).read(null, most)))
                .isEqualTo(expected);
        assertThat(String.join(" ", asked)).isEqualTo(requests);
    }

    @Test
    void one_page_comes_as_the_server_sorts_it() {
        new ConnectionPages(new ConnectionQuery(), this::answer, 3).read(null, 2);
        assertThat(asked).containsExactly("subs0+2");
    }

    @Test
    void whoever_needs_all_gathers_them_also_where_few_are_wanted() {
        assertThat(shown(new ConnectionPages(new ConnectionQuery(), this::answer, 3).gather(null, 2)))
                .isEqualTo("a25 b10");
    }

    @Test
    void what_was_gathered_reads_like_one_answer() {
        List<Answer> answers = new ConnectionPages(new ConnectionQuery(), this::answer, 3).read(null, 4);
        assertThat(new String(answers.get(1).bytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"server\":{\"id\":\"b\"},\"data\":{\"server_id\":\"\",\"now\":\"n\",\"num_connections\":2,"
                                + "\"total\":100,\"offset\":0,\"limit\":4,\"connections\":["
                                + "{\"cid\":1,\"subscriptions\":1,\"tags\":[\"x\"]},{\"cid\":0,\"subscriptions\":0,\"tags\":[\"x\"]}]}}");
    }

    @Test
    void why_a_connection_ended_sorts_only_those_that_did() {
        ConnectionQuery query = new ConnectionQuery();
        query.sort = ConnectionOrder.REASON;
        ConnectionPages pages = new ConnectionPages(query, this::answer, 3);
        assertThatThrownBy(() -> pages.read(null, 100))
                .hasMessage("--sort reason with --state open (expected: closed)");
        query.state = "closed";
        assertThat(pages.read(null, 100)).hasSize(2);
    }

    @Test
    void a_server_that_always_answers_alike_is_not_asked_for_ever() {
        List<Answer> answers = new ConnectionPages(
                        new ConnectionQuery(),
                        request -> {
                            asked.add("");
                            return List.of(page(
                                    "a",
                                    3,
                                    JsonObject.parse(
                                            "{\"sort\":\"cid\",\"limit\":3}".getBytes(StandardCharsets.UTF_8))));
                        },
                        3)
                .read(null, 100);
        assertThat(shown(answers)).isEqualTo("a210");
        assertThat(asked).hasSize(2);
    }
}
