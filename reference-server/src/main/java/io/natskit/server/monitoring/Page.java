// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import java.util.List;

/** The part of a list that was asked for. Pure. */
final class Page {
    private Page() {}

    static <T> List<T> of(List<T> all, long offset, long limit) {
        int from = (int) Math.min(Math.max(0, offset), all.size());
        int count = (int) Math.min(limit, all.size() - from);
        return all.subList(from, from + count);
    }
}
