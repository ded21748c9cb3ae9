// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.action.Failure;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.kv.Bucket;
import io.natskit.kv.Entry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit kv get}. */
@Command(name = "get", description = "Shows a key's value.")
public final class KvGet extends OneBucket {
    @Parameters(index = "1", paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Option(names = "--revision", description = "As of this revision.")
    private @Nullable Long revision;

    @Option(
            names = {"-r", "--raw"},
            description = "The value alone.")
    private boolean raw;

    /** For picocli. */
    public KvGet() {}

    @Override
    int run(Session session, Bucket<String, byte[]> bucket) {
        Optional<Entry<String, byte[]>> found = revision == null ? bucket.get(key) : bucket.get(key, revision);
        Entry<String, byte[]> entry = found.orElseThrow(() -> new Failure(
                "key not found: " + bucket() + " > " + key, "natskit kv ls " + bucket() + " shows the keys"));
        if (json()) {
            JsonText.print(terminal(), BucketView.json(entry));
        } else if (raw) {
            terminal().raw(entry.value());
        } else {
            terminal()
                    .line(bucket() + " > " + key + " revision: " + entry.revision() + " created @ "
                            + Figures.time(entry.time()) + "\n");
            terminal().line(BucketView.text(entry));
        }
        return 0;
    }
}
