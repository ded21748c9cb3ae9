// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.action.NotNegative;
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
            converter = ConnectionOrder.Word.class,
            description = "By what, as /connz has it: ${COMPLETION-CANDIDATES}; subs by default.")
    ConnectionOrder sort = ConnectionOrder.SUBS;

    @Option(names = "--top", converter = NotNegative.class, description = "How many of each server; 0 for all.")
    @Nullable
    Integer top;

    @Option(
            names = "--offset",
            defaultValue = "0",
            converter = NotNegative.class,
            description = "Leaves out so many of each server before them.")
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

    /** Whether it leaves out connections that a server counts all the same. */
    boolean isFiltered() {
        return user != null || subject != null;
    }

    /** The request for a page, of one account or all. Throws {@link IllegalArgumentException} where the connections cannot be sorted as is wanted. */
    byte[] request(@Nullable String account, ConnectionOrder order, int from, int limit) {
        if (sort.isOfClosed() && !state.equals("closed")) {
            throw new IllegalArgumentException("--sort " + sort + " with --state " + state + " (expected: closed)");
        }
        return JsonText.object(out -> {
            out.field("auth", true)
                    .field("sort", order.toString())
                    .field("offset", from)
                    .field("limit", limit)
                    .field("state", state.equals("open") ? 0 : state.equals("closed") ? 1 : 2);
            out.fieldIfPresent("acc", account).fieldIfPresent("user", user).fieldIfPresent("filter_subject", subject);
        });
    }
}
