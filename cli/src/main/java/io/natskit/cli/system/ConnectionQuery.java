// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.terminal.JsonText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which connections a report is about. */
final class ConnectionQuery {
    /** How many a table shows of each server unless told otherwise. */
    static final int SHOWN = 1000;

    @Option(
            names = "--sort",
            defaultValue = "subs",
            description = "By what, as /connz has it: subs, cid, msgs_to, bytes_from, idle, … ; subs by default.")
    String sort = "subs";

    @Option(names = "--top", description = "How many of each server; 0 for all.")
    @Nullable
    Integer top;

    @Option(names = "--offset", defaultValue = "0", description = "Leaves out so many of each server before them.")
    int offset;

    @Option(names = "--subject", paramLabel = "SUBJECT", description = "Those that listen to this subject.")
    @Nullable
    String subject;

    @Option(names = "--username", paramLabel = "USER", description = "Those of this user.")
    @Nullable
    String user;

    @Option(names = "--state", defaultValue = "open", description = "open, closed or all; open by default.")
    String state = "open";

    /** How many are wanted of each server; {@code otherwise} where nobody said. */
    int most(int otherwise) {
        int most = top == null ? otherwise : top;
        return most == 0 ? Integer.MAX_VALUE : most;
    }

    /** The request for a page, of one account or all. */
    byte[] request(@Nullable String account, int from, int limit) {
        return JsonText.object(out -> {
            out.field("auth", true)
                    .field("sort", sort)
                    .field("offset", from)
                    .field("limit", limit)
                    .field("state", state.equals("open") ? 0 : state.equals("closed") ? 1 : 2);
            out.fieldIfPresent("acc", account).fieldIfPresent("user", user).fieldIfPresent("filter_subject", subject);
        });
    }
}
