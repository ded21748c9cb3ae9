// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.protocol.PublishFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Headers of a message as Go's {@code net/textproto} reads them: names without regard to case, written as MIME does ({@code X-B3-Traceid}). For
 * those few messages whose headers the server has to understand.
 */
final class MimeHeaders {
    private MimeHeaders() {}

    /** The headers by their names; none for a message without, or with what are no headers. */
    static Map<String, List<String>> of(PublishFrame frame) {
        Map<String, List<String>> headers = new TreeMap<>();
        if (frame.headerLength <= 0) {
            return headers;
        }
        String block = new String(frame.bytes, frame.payload, frame.headerLength, StandardCharsets.ISO_8859_1);
        int at = block.indexOf('\n') + 1;
        while (at > 0 && at < block.length()) {
            int end = block.indexOf('\n', at);
            String line = block.substring(at, end < 0 ? block.length() : end).stripTrailing();
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon <= 0) {
                return Map.of();
            }
            headers.computeIfAbsent(canonical(line.substring(0, colon)), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
            at = end + 1;
        }
        return headers;
    }

    private static String canonical(String name) {
        StringBuilder text = new StringBuilder(name.length());
        boolean first = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            text.append(first ? Character.toUpperCase(c) : Character.toLowerCase(c));
            first = c == '-';
        }
        return text.toString();
    }
}
