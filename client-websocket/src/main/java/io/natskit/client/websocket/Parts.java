// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import java.util.ArrayList;
import java.util.List;

/** Takes values of headers apart. Pure. */
final class Parts {
    private Parts() {}

    /** The parts between separators, without the blanks around them; at least one. */
    static List<String> of(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int to = text.indexOf(separator); to >= 0; to = text.indexOf(separator, from)) {
            parts.add(text.substring(from, to).strip());
            from = to + 1;
        }
        parts.add(text.substring(from).strip());
        return parts;
    }
}
