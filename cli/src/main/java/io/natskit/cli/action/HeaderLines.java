// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import io.natskit.wire.headers.Headers;
import io.natskit.wire.headers.HeadersBuilder;
import java.util.List;

/** Headers as they stand on a command line, {@code name:value}. */
public final class HeaderLines {
    private HeaderLines() {}

    /** The headers of these lines; throws {@link IllegalArgumentException} for a line without a colon. */
    public static Headers parse(List<String> lines) {
        HeadersBuilder headers = Headers.builder();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("header: \"" + line + "\" (expected: NAME:VALUE)");
            }
            headers.add(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return headers.build();
    }
}
