// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.claims;

import io.natskit.server.auth.AccountDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** Asks whoever listens in the system account for the token of an account. Any thread that may wait. */
final class OtherServers implements AccountDirectory.Elsewhere {
    private final Desk desk;
    private final int ownListeners;

    /** {@code answersItself} says whether this server listens for such questions too. */
    OtherServers(Desk desk, boolean answersItself) {
        this.desk = desk;
        this.ownListeners = answersItself ? 1 : 0;
    }

    @Override
    public String ask(String account, Duration timeout) throws IOException {
        String subject = DirectoryQuestions.LOOKUP.replace("*", account);
        try {
            byte[] jwt = desk.ask(subject, timeout, ownListeners).get();
            if (jwt.length == 0) {
                throw new IOException("account jwt not found");
            }
            return new String(jwt, StandardCharsets.ISO_8859_1);
        } catch (ExecutionException e) {
            throw new IOException("fetching jwt failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("fetching jwt failed due to shutdown");
        }
    }
}
