// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks servers for their connections, as many at once as go well into an answer. */
final class ConnectionPages {
    /** Asks all servers; each answers. */
    interface Asking {
        /** The answers to this request. */
        List<Answer> ask(byte[] request);
    }

    private final ConnectionQuery query;
    private final Asking servers;
    private final int size;

    ConnectionPages(ConnectionQuery query, Asking servers) {
        this(query, servers, 1024);
    }

    /** With so many connections to a page. */
    ConnectionPages(ConnectionQuery query, Asking servers, int size) {
        this.query = query;
        this.servers = servers;
        this.size = size;
    }

    /**
     * Those of an account, or of all for null: of each server no more than are wanted, or {@code otherwise} where nobody said, in one answer of
     * each. Where a page holds them, the server sorts them.
     */
    List<Answer> read(@Nullable String account, int otherwise) {
        int most = query.most(otherwise);
        return most <= size
                ? servers.ask(query.request(account, query.sort, query.offset, most))
                : gather(account, most);
    }

    /**
     * The same, of all that there are: what pages are cut from is sorted by number, since the order of those that are equal in anything else is
     * another one with each request.
     */
    List<Answer> gather(@Nullable String account, int most) {
        Map<String, ServerConnections> gathered = new LinkedHashMap<>();
        boolean more = true;
        for (int from = 0; more; from += size) {
            more = false;
            for (Answer page : servers.ask(query.request(account, ConnectionOrder.CID, from, size))) {
                String server = Answer.text(page.server(), "id");
                int added = gathered.computeIfAbsent(server, id -> new ServerConnections(page))
                        .add(page);
                more |= added > 0 && page.data().objects("connections").size() >= size;
            }
        }
        return gathered.values().stream()
                .map(one -> one.answer(query.sort, query.offset, most))
                .toList();
    }
}
