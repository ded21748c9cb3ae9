// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.CommandsIT;
import io.natskit.cli.Ran;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code kv}. */
class BucketsIT extends CommandsIT {
    @Test
    void a_bucket_is_made_shown_listed_and_removed() {
        assertThat(natskit(
                                "kv",
                                "add",
                                "CFG",
                                "--history",
                                "5",
                                "--ttl",
                                "1h",
                                "--max-value-size",
                                "1KB",
                                "--description",
                                "settings")
                        .well()
                        .out())
                .contains("Bucket CFG", "History Kept: 5", "Maximum Age: 1h0m0s", "Maximum Value Size: 1.0 KiB");
        assertThat(natskit("kv", "ls").out()).contains("│ CFG ", "settings");
        assertThat(natskit("kv", "ls", "-n").out()).contains("CFG\n");
        assertThat(natskit("kv", "info", "CFG", "--json").well().out()).contains("\"name\": \"KV_CFG\"");
        assertThat(natskit("kv", "del", "CFG").err()).contains("Really delete bucket CFG?");
        natskit("kv", "del", "CFG", "-f").well();
        assertThat(natskit("kv", "info", "CFG").code()).isEqualTo(1);
    }

    @Test
    void keys_are_set_got_updated_reverted_and_deleted() {
        natskit("kv", "add", "K", "--history", "10").well();
        assertThat(natskit("kv", "put", "K", "a", "one").well().out()).isEqualTo("one\n");
        assertThat(Ran.withInput(environment(), "piped", "kv", "put", "K", "b", "--json")
                        .well()
                        .out())
                .contains("\"revision\": 2");
        assertThat(natskit("kv", "create", "K", "a", "x").err())
                .contains("natskit: error")
                .doesNotContain("\tat ");
        natskit("kv", "update", "K", "a", "two", "1").well();
        assertThat(natskit("kv", "update", "K", "a", "three", "1").code()).isEqualTo(1);
        assertThat(natskit("kv", "get", "K", "a", "--raw").out()).isEqualTo("two");
        assertThat(natskit("kv", "get", "K", "a", "--revision", "1").out()).contains("K > a revision: 1", "one");
        natskit("kv", "revert", "K", "a", "1", "-f").well();
        natskit("kv", "del", "K", "b", "-f").well();
        assertThat(natskit("kv", "history", "K", "a").out()).contains("│ 1 ", "│ two", "│ PUT ");
        assertThat(natskit("kv", "ls", "K").out()).isEqualTo("a\n");
        assertThat(natskit("kv", "ls", "K", "-v", "--display-value").out()).contains("│ a ", "│ one ");
        assertThat(natskit("kv", "get", "K", "b").err()).contains("key not found: K > b", "natskit kv ls K");
        assertThat(natskit("kv", "watch", "K", "--history", "--count", "5")
                        .well()
                        .out())
                .contains("PUT K > a: one", "PUT K > a: two", "DEL K > b");
        natskit("kv", "purge", "K", "a", "-f").well();
        assertThat(natskit("kv", "compact", "K", "-f").well().out()).contains("Compacted 2 keys");
        natskit("kv", "del", "K", "-f").well();
    }

    @Test
    void a_watch_fails_when_its_bucket_is_deleted() {
        natskit("kv", "add", "GONE", "--storage", "memory").well();
        CompletableFuture<Ran> watch = beside("kv", "watch", "GONE");
        untilConsumed("KV_GONE");
        natskit("kv", "del", "GONE", "-f").well();
        Ran ran = watch.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("natskit: error: ").doesNotContain("\tat ");
    }
}
