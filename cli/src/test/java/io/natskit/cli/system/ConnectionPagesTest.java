// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of three connections, of a server with seven and one with two. */
class ConnectionPagesTest {
    private final List<String> asked = new ArrayList<>();

    private List<Answer> answer(byte[] request) {
        JsonObject json = JsonObject.parse(request);
        long offset = json.integer("offset", -1);
        long limit = json.integer("limit", -1);
        asked.add(offset + "+" + limit);
        return List.of(page("a", 7, offset, limit), page("b", 2, offset, limit));
    }

    private static Answer page(String server, int total, long offset, long limit) {
        String connections = IntStream.range((int) offset, (int) Math.min(total, offset + limit))
                .mapToObj(cid -> "{\"cid\":" + cid + "}")
                .collect(Collectors.joining(","));
        byte[] bytes = ("{\"server\":{\"name\":\"" + server + "\"},\"data\":{\"total\":" + total + ",\"connections\":["
                        + connections + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        return new Answer(bytes, JsonObject.parse(bytes), Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 100, 0+3 3+3 6+3, a012 b01 a345 a6",
        "0, 6, 0+3 3+3, a012 b01 a345",
        "0, 4, 0+3 3+1, a012 b01 a3",
        "0, 2, 0+2, a01 b01",
        "5, 100, 5+3, a56 b",
        "9, 100, 9+3, a b"
    })
    void pages_are_asked_for_until_there_are_enough_or_no_more(int offset, int most, String requests, String expected) {
        ConnectionQuery query = new ConnectionQuery();
        query.offset = offset;
        List<Answer> pages = new ConnectionPages(query, this::answer, 3).read(null, most);
        assertThat(String.join(" ", asked)).isEqualTo(requests);
        assertThat(pages.stream()
                        .map(page -> page.name()
                                + page.data().objects("connections").stream()
                                        .map(one -> Long.toString(one.integer("cid", -1)))
                                        .collect(Collectors.joining()))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }
}
