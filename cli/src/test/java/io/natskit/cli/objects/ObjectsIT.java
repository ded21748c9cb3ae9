// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.CommandsIT;
import io.natskit.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code object}. */
class ObjectsIT extends CommandsIT {
    @Test
    void files_are_put_listed_got_and_deleted() throws IOException {
        Path file = Files.writeString(folder.resolve("report.txt"), "content\n".repeat(50_000));
        assertThat(natskit("object", "add", "FILES", "--description", "documents", "--max-bucket-size", "10MB")
                        .well()
                        .out())
                .contains("Bucket FILES", "Maximum Bucket Size: 10.0 MiB");
        assertThat(natskit(
                                "object",
                                "put",
                                "FILES",
                                file.toString(),
                                "--name",
                                "docs/report.txt",
                                "--chunk-size",
                                "64KB",
                                "-H",
                                "A:b")
                        .well()
                        .out())
                .contains("FILES > docs/report.txt", "Size: 390.6 KiB", "Chunks: 7", "SHA-256=", "A: b");
        assertThat(natskit("object", "put", "FILES", file.toString(), "--name", "docs/report.txt")
                        .err())
                .contains("Really replace");
        Ran.withInput(environment(), "small", "object", "put", "FILES", "--name", "small")
                .well();
        assertThat(natskit("object", "ls", "FILES", "-n").out()).contains("docs/report.txt\n", "small\n");
        Path copy = folder.resolve("copy.txt");
        assertThat(natskit("object", "get", "FILES", "docs/report.txt", "-O", copy.toString())
                        .well()
                        .out())
                .contains("Wrote: 390.6 KiB");
        assertThat(copy).hasSameBinaryContentAs(file);
        assertThat(natskit("object", "get", "FILES", "docs/report.txt", "-O", copy.toString())
                        .err())
                .contains("Really overwrite");
        assertThat(natskit("object", "get", "FILES", "small", "-O", "-").out()).isEqualTo("small");
        assertThat(natskit("object", "info", "FILES", "small", "--json").out()).contains("\"size\": 5");
        assertThat(natskit("object", "watch", "FILES", "--count", "2").well().out())
                .contains("PUT FILES > docs/report.txt", "PUT FILES > small: 5 B");
        natskit("object", "rm", "FILES", "small", "-f").well();
        assertThat(natskit("object", "info", "FILES", "small").err()).contains("natskit: error");
        assertThat(natskit("object", "ls").out()).contains("│ FILES ", "documents");
        natskit("object", "seal", "FILES", "-f").well();
        assertThat(natskit("object", "put", "FILES", file.toString()).code()).isEqualTo(1);
        natskit("object", "rm", "FILES", "-f").well();
    }

    @Test
    void a_watch_fails_when_its_store_is_deleted() {
        natskit("object", "add", "GONE", "--storage", "memory").well();
        CompletableFuture<Ran> watch = beside("object", "watch", "GONE");
        untilConsumed("OBJ_GONE");
        natskit("object", "rm", "GONE", "-f").well();
        Ran ran = watch.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("natskit: error: ").doesNotContain("\tat ");
    }

    @Test
    void a_name_never_leads_out_of_this_folder() {
        natskit("object", "add", "OUT").well();
        Ran.withInput(environment(), "x", "object", "put", "OUT", "--name", "a/..")
                .well();
        assertThat(natskit("object", "get", "OUT", "a/..").err()).contains("names no file", "--output");
        natskit("object", "rm", "OUT", "-f").well();
    }
}
