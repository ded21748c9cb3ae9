// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonSlicesTest {
    private static List<String> objects(String json) {
        return JsonSlices.objects(json.getBytes(StandardCharsets.UTF_8), "list").stream()
                .map(slice -> new String(slice, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void objects_are_cut_whole_whatever_is_in_them() {
        assertThat(objects("{\"total\":2,\"list\":[{\"a\":{\"b\":[1,{}]}}, {\"c\":\"}]\\\"{\"}],\"more\":[{}]}"))
                .containsExactly("{\"a\":{\"b\":[1,{}]}}", "{\"c\":\"}]\\\"{\"}");
    }

    @Test
    void only_the_outermost_field_counts() {
        assertThat(objects("{\"x\":{\"list\":[{}]},\"y\":\"list\",\"list\":null}"))
                .isEmpty();
    }

    @Test
    void malformed_json_gives_what_there_is() {
        assertThat(objects("{\"list\":[{\"a\":1},{\"b\"")).containsExactly("{\"a\":1}");
        assertThat(objects("{\"list")).isEmpty();
        assertThat(objects("")).isEmpty();
    }
}
