// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** The health check of an image, which has no other program to ask with: exit code 0 while {@code /healthz} answers 200, else 1. The argument is the address. */
public final class Health {
    private static final int PATIENCE_MILLIS = 3_000;

    private Health() {}

    /** The entry point; see the class. */
    public static void main(String[] args) {
        Runtime.getRuntime().halt(isWell(args[0]) ? 0 : 1);
    }

    static boolean isWell(String address) {
        try {
            HttpURLConnection asked =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            asked.setConnectTimeout(PATIENCE_MILLIS);
            asked.setReadTimeout(PATIENCE_MILLIS);
            return asked.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
