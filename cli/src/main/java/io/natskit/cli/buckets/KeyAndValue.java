// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Terminal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A key and its value: an argument, or what comes on standard input. */
final class KeyAndValue {
    @Parameters(index = "0", paramLabel = "BUCKET", description = "The bucket.")
    String bucket = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "The key.")
    String key = "";

    @Parameters(
            index = "2",
            paramLabel = "VALUE",
            arity = "0..1",
            description = "The value; without one, standard input.")
    @Nullable
    String value;

    byte[] bytes(Terminal terminal) {
        return value != null ? value.getBytes(StandardCharsets.UTF_8) : terminal.readAll();
    }

    /** Tells which revision was written. */
    void wrote(Terminal terminal, boolean json, long revision, byte[] bytes) {
        wrote(terminal, json, bucket, key, revision, bytes);
    }

    /** Tells which revision of this key was written. */
    static void wrote(Terminal terminal, boolean json, String bucket, String key, long revision, byte[] bytes) {
        if (json) {
            JsonText.print(
                    terminal,
                    JsonText.object(
                            out -> out.field("bucket", bucket).field("key", key).field("revision", revision)));
        } else {
            terminal.line(new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
