// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks servers for their connections page by page, as many to a page as go well into an answer. */
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
     * Those of an account, or of all for null: of each server no more than {@code most}, from the query's offset on. A page that is empty is left
     * out, but for the first.
     */
    List<Answer> read(@Nullable String account, int most) {
        List<Answer> pages = new ArrayList<>();
        int read = 0;
        boolean more = true;
        while (more && read < most) {
            int from = query.offset + read;
            int limit = Math.min(size, most - read);
            List<Answer> answers = servers.ask(query.request(account, from, limit));
            boolean first = read == 0;
            answers.stream()
                    .filter(answer ->
                            first || !answer.data().objects("connections").isEmpty())
                    .forEach(pages::add);
            read += limit;
            int next = from + limit;
            more = answers.stream().anyMatch(answer -> answer.data().integer("total", 0) > next);
        }
        return pages;
    }
}
