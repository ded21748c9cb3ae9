// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.kv.Bucket;
import io.natskit.kv.Entry;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code natskit kv history}. */
@Command(name = "history", description = "Shows a key's values, oldest first.")
public final class KvHistory extends OneBucket {
    @Parameters(index = "1", paramLabel = "KEY", description = "The key.")
    private String key = "";

    /** For picocli. */
    public KvHistory() {}

    @Override
    int run(Session session, Bucket<String, byte[]> bucket) {
        List<Entry<String, byte[]>> entries = new ArrayList<>();
        bucket.history(key).forEach(entries::add);
        if (json()) {
            JsonText.print(terminal(), entries.stream().map(BucketView::json).toList());
            return 0;
        }
        Table table = Table.of(
                "History for " + bucket() + " > " + key, "Key", "Revision", "Op", "Created", "Length", "Value");
        entries.forEach(entry -> table.row(
                entry.key(),
                entry.revision(),
                entry.operation(),
                Figures.time(entry.time()),
                entry.size(),
                BucketView.text(entry)));
        table.print(terminal());
        return 0;
    }
}
