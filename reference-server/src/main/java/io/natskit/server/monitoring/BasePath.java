// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import java.util.ArrayList;
import java.util.List;

/** What stands before the path of each page. Pure. */
final class BasePath {
    private BasePath() {}

    /** A path from the root without empty tokens, {@code .} and {@code ..}: {@code /} for nothing. */
    static String clean(String path) {
        List<String> kept = new ArrayList<>();
        int start = 0;
        while (start <= path.length()) {
            int end = path.indexOf('/', start);
            end = end < 0 ? path.length() : end;
            String token = path.substring(start, end);
            if (token.equals("..")) {
                if (!kept.isEmpty()) {
                    kept.remove(kept.size() - 1);
                }
            } else if (!token.isEmpty() && !token.equals(".")) {
                kept.add(token);
            }
            start = end + 1;
        }
        return "/" + String.join("/", kept);
    }
}
