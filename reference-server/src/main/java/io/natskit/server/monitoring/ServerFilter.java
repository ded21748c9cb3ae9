// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.config.ServerOptions;
import io.natskit.server.session.ServerInfo;
import io.natskit.wire.json.StructReader;
import java.util.List;
import java.util.Set;

/** Which servers a request means. Confined to one thread. */
final class ServerFilter {
    private static final Set<String> FIELDS = Set.of("server_name", "cluster", "host", "exact_match", "tags", "domain");

    private String name = "";
    private String cluster = "";
    private String host = "";
    private boolean exact;
    private List<String> tags = List.of();
    private String domain = "";

    /** Takes a field of a request; false if it is none of these. */
    boolean read(StructReader in) {
        if (!FIELDS.contains(in.name())) {
            return false;
        }
        in.embedded("EventFilterOptions");
        switch (in.name()) {
            case "server_name" -> name = in.string(name);
            case "cluster" -> cluster = in.string(cluster);
            case "host" -> host = in.string(host);
            case "exact_match" -> exact = in.bool(exact);
            case "tags" -> tags = in.strings(tags);
            default -> domain = in.string(domain);
        }
        return true;
    }

    /** Whether it means this server. */
    boolean means(ServerInfo.Facts facts, ServerOptions options) {
        String own = facts.domain();
        return fits(name, facts.name())
                && fits(host, facts.host())
                && fits(cluster, "")
                && options.serverTags().containsAll(tags)
                && (domain.isEmpty() || domain.equals(own));
    }

    private boolean fits(String asked, String actual) {
        return asked.isEmpty() || (exact ? actual.equals(asked) : actual.contains(asked));
    }
}
