// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.Locale;

/** Numbers of bytes as nats-server's log shows them. */
public final class ByteSizes {
    private ByteSizes() {}

    /** With two digits behind the point, in the greatest unit of 1024 that fits: {@code 1.50 MB}. */
    public static String friendly(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < 5) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f %sB", value, "KMGTPE".charAt(unit));
    }
}
