// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketStatus;
import io.natskit.kv.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit kv ls}. */
@Command(
        name = "ls",
        aliases = {"list", "l"},
        description = "Lists the buckets, or the keys of one.")
public final class KvList extends ConnectedAction {
    @Parameters(index = "0", paramLabel = "BUCKET", arity = "0..1", description = "The bucket.")
    private @Nullable String bucket;

    @Parameters(
            index = "1",
            paramLabel = "FILTER",
            arity = "0..1",
            defaultValue = ">",
            description = "Which keys, all by default.")
    private String filter = ">";

    @Option(
            names = {"-n", "--names"},
            description = "Names of buckets alone.")
    private boolean names;

    @Option(
            names = {"-v", "--verbose"},
            description = "More about the keys.")
    private boolean verbose;

    @Option(names = "--display-value", description = "With values, where more is shown.")
    private boolean values;

    /** For picocli. */
    public KvList() {}

    @Override
    protected int run(Session session) {
        if (bucket == null) {
            listBuckets(session);
        } else if (verbose) {
            listEntries(session.keyValue().bucket(bucket));
        } else {
            List<String> keys = new ArrayList<>();
            session.keyValue().bucket(bucket).keys(filter).forEach(keys::add);
            if (json()) {
                JsonText.printNames(terminal(), keys);
            } else {
                keys.forEach(terminal()::line);
            }
        }
        return 0;
    }

    private void listEntries(Bucket<String, byte[]> from) {
        List<Entry<String, byte[]>> entries =
                new ArrayList<>(from.snapshot(List.of(filter)).entries().values());
        entries.sort(Comparator.comparing(Entry::key));
        if (json()) {
            JsonText.print(terminal(), entries.stream().map(BucketView::json).toList());
            return;
        }
        Table table = values
                ? Table.of("Contents for bucket " + from.name(), "Key", "Created", "Revision", "Value")
                : Table.of("Contents for bucket " + from.name(), "Key", "Created", "Revision");
        for (Entry<String, byte[]> entry : entries) {
            String created = Figures.time(entry.time());
            if (values) {
                table.row(entry.key(), created, entry.revision(), BucketView.text(entry));
            } else {
                table.row(entry.key(), created, entry.revision());
            }
        }
        table.print(terminal());
    }

    private void listBuckets(Session session) {
        List<BucketStatus> all = new ArrayList<>();
        session.keyValue().buckets().forEach(all::add);
        all.sort(Comparator.comparing(BucketStatus::bucket));
        if (json()) {
            JsonText.printNames(
                    terminal(), all.stream().map(BucketStatus::bucket).toList());
        } else if (names) {
            all.forEach(status -> terminal().line(status.bucket()));
        } else {
            Table table = Table.of("Key-Value Buckets", "Bucket", "Description", "Created", "Size", "Values");
            all.forEach(status -> table.row(
                    status.bucket(),
                    status.description(),
                    Figures.time(status.created()),
                    Figures.bytes(status.bytes()),
                    Figures.count(status.values())));
            table.print(terminal());
        }
    }
}
