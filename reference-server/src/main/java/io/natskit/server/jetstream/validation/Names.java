// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.validation;

/** Names of streams and consumers. Pure. */
public final class Names {
    private Names() {}

    /** Whether a stream or consumer may be called so. */
    public static boolean isAssetName(String name) {
        if (name.isEmpty()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (" \t\r\n\f.*>\\/".indexOf(name.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
