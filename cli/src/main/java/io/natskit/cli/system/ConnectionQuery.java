// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.terminal.JsonText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which connections a report is about. */
final class ConnectionQuery {
    @Option(
            names = "--sort",
            defaultValue = "subs",
            description = "By what, as /connz has it: subs, cid, msgs_to, bytes_from, idle, … ; subs by default.")
    String sort = "subs";

    @Option(names = "--top", defaultValue = "1000", description = "How many; 1000 by default.")
    int top = 1000;

    @Option(names = "--subject", paramLabel = "SUBJECT", description = "Those that listen to this subject.")
    @Nullable
    String subject;

    @Option(names = "--username", paramLabel = "USER", description = "Those of this user.")
    @Nullable
    String user;

    @Option(names = "--state", defaultValue = "open", description = "open, closed or all; open by default.")
    String state = "open";

    /** The request, for one account or all. */
    byte[] request(@Nullable String account) {
        return JsonText.object(out -> {
            out.field("auth", true)
                    .field("sort", sort)
                    .field("limit", top)
                    .field("state", state.equals("open") ? 0 : state.equals("closed") ? 1 : 2);
            out.fieldIfPresent("acc", account).fieldIfPresent("user", user).fieldIfPresent("filter_subject", subject);
        });
    }
}
