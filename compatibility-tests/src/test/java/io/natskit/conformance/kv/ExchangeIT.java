// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.target.Target;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What each client writes to buckets and stores is read by each: ours, jnats, nats-py, nats.js and the nats command line. They write and read once a server; each case looks at one thing. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record ExchangeIT(Target target) implements Judged {
    private static final Map<String, Map<String, Map<String, String>>> SEEN = new ConcurrentHashMap<>();

    /** What a client has no call for; links of nats.js have no nuid, and nats-py lists no store that has one. */
    private static final Set<String> NOT_OFFERED =
            Set.of("cli obj-chunks", "cli obj-link", "nats-py obj-link", "nats.js obj-link");

    /** What a client does not read: the nats command line does not find links. */
    private static final Set<String> NOT_READ = Set.of("cli obj-link");

    private Map<String, Map<String, String>> seen() {
        return SEEN.computeIfAbsent(target.name(), name -> {
            try (Lab lab = lab()) {
                return StoreClients.exchange(lab);
            }
        });
    }

    /** Every reader sees the same of every writer. */
    private void same(String fact, UnaryOperator<String> expected) {
        Map<String, Map<String, String>> seen = seen();
        for (String writer : seen.keySet()) {
            if (NOT_OFFERED.contains(writer + " " + fact)) {
                continue;
            }
            seen.forEach((reader, facts) -> {
                if (!NOT_READ.contains(reader + " " + fact)) {
                    assertThat(facts.get(writer + " " + fact))
                            .as("%s as %s wrote it and %s reads it", fact, writer, reader)
                            .isEqualTo(expected.apply(writer));
                }
            });
        }
    }

    @Test
    @Rows("client: kv with other clients")
    void a_put_is_read_by_each_client_whoever_wrote_it() {
        same("put", writer -> "value");
    }

    @Test
    @Rows("client: kv with other clients")
    void a_value_that_was_put_again_is_read_by_each_client_whoever_wrote_it() {
        same("over", writer -> "2");
    }

    @Test
    @Rows("client: kv with other clients")
    void an_empty_value_is_read_by_each_client_whoever_wrote_it() {
        same("empty", writer -> "");
    }

    @Test
    @Rows("client: kv with other clients")
    void a_value_of_any_bytes_is_read_by_each_client_whoever_wrote_it() {
        same("bin", writer -> "00010d0aff");
    }

    @Test
    @Rows("client: kv with other clients")
    void a_created_key_is_read_by_each_client_whoever_wrote_it() {
        same("create", writer -> "value");
    }

    @Test
    @Rows("client: kv with other clients")
    void an_updated_key_is_read_by_each_client_whoever_wrote_it() {
        same("update", writer -> "2");
    }

    @Test
    @Rows("client: kv with other clients")
    void a_deleted_key_is_read_by_each_client_whoever_wrote_it() {
        same("del", writer -> "true");
    }

    @Test
    @Rows("client: kv with other clients")
    void a_purged_key_is_read_by_each_client_whoever_wrote_it() {
        same("purge", writer -> "true");
    }

    @Test
    @Rows("client: kv with other clients")
    void a_key_that_was_created_again_is_read_by_each_client_whoever_wrote_it() {
        same("again", writer -> "2");
    }

    @Test
    @Rows("client: kv with other clients")
    void the_history_of_a_key_is_read_by_each_client_whoever_wrote_it() {
        same("hist", writer -> "1,2,3");
    }

    @Test
    @Rows("client: kv with other clients")
    void what_was_done_to_a_key_is_read_by_each_client_whoever_wrote_it() {
        same("ops", writer -> "PUT,DEL");
    }

    @Test
    @Rows("client: objects with other clients")
    void an_object_is_read_by_each_client_whoever_wrote_it() {
        same("obj-plain", writer -> StoreClients.digest(StoreClients.CONTENT));
    }

    @Test
    @Rows("client: objects with other clients")
    void the_size_of_an_object_is_read_by_each_client_whoever_wrote_it() {
        same("obj-size", writer -> "300000");
    }

    @Test
    @Rows("client: objects with other clients")
    void the_headers_of_an_object_is_read_by_each_client_whoever_wrote_it() {
        same("obj-header", writer -> "v");
    }

    @Test
    @Rows("client: objects with other clients")
    void an_object_without_content_is_read_by_each_client_whoever_wrote_it() {
        same("obj-empty", writer -> "0");
    }

    @Test
    @Rows("client: objects with other clients")
    void an_object_that_was_put_again_is_read_by_each_client_whoever_wrote_it() {
        same("obj-twice", writer -> StoreClients.digest(Arrays.copyOf(StoreClients.CONTENT, 1000)));
    }

    @Test
    @Rows("client: objects with other clients")
    void a_deleted_object_is_read_by_each_client_whoever_wrote_it() {
        same("obj-gone", writer -> "true");
    }

    @Test
    @Rows("client: objects with other clients")
    void an_object_of_many_chunks_is_read_by_each_client_whoever_wrote_it() {
        same("obj-chunks", writer -> StoreClients.digest(StoreClients.CONTENT));
    }

    @Test
    @Rows("client: objects with other clients")
    void a_link_is_read_by_each_client_whoever_wrote_it() {
        same("obj-link", writer -> StoreClients.digest(StoreClients.CONTENT));
    }

    @Test
    @Rows("client: kv with other clients")
    void the_revision_of_a_key_is_the_same_for_each_client() {
        same("revision", writer -> seen().get("ours").get(writer + " revision"));
    }

    @Test
    @Rows("client: kv with other clients")
    void the_keys_of_a_writer_are_listed_by_each_client() {
        same(
                "keys",
                writer -> Stream.of("again", "bin", "create", "empty", "hist", "over", "put", "update")
                        .map(name -> writer + "." + name)
                        .collect(Collectors.joining(",")));
    }

    @Test
    @Rows("client: objects with other clients")
    void the_description_of_an_object_is_read_by_each_client() {
        same("obj-description", writer -> "from " + writer);
    }

    @Test
    @Rows("client: objects with other clients")
    void the_objects_of_a_writer_are_listed_by_each_client() {
        same(
                "obj-list",
                writer -> Stream.of("chunks", "empty", "link", "plain", "twice")
                        .filter(name -> !NOT_OFFERED.contains(writer + " obj-" + name))
                        .map(name -> writer + "-" + name)
                        .collect(Collectors.joining(",")));
    }
}
