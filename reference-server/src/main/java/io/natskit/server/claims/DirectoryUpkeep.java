// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.claims;

import io.natskit.server.auth.AccountBook;
import io.natskit.server.auth.AccountDirectory;
import io.natskit.server.auth.JwtDirectory;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Removes tokens that have ended from a directory, and takes from other servers what it does not have. Timers on the loop, files elsewhere. */
final class DirectoryUpkeep {
    private final Desk desk;
    private final AccountBook accounts;
    private final AccountDirectory directory;
    private final String inbox;
    private final LoopTimer ends;
    private final LoopTimer exchange;
    private boolean stopped;

    DirectoryUpkeep(Desk desk, AccountBook accounts, AccountDirectory directory) {
        this.desk = desk;
        this.accounts = accounts;
        this.directory = directory;
        // of two tokens behind the prefix: no answer to a single question
        this.inbox = desk.inbox() + "pack.offers";
        this.ends = new LoopTimer(this::lookForEnds);
        this.exchange = new LoopTimer(this::askForMore);
    }

    void start() {
        if (directory.isFull()) {
            desk.hear(inbox, null, this::offered);
        }
        desk.loop().execute(() -> {
            schedule(ends, directory.upkeep().toNanos());
            if (directory.isFull()) {
                schedule(exchange, directory.interval().toNanos());
            }
        });
    }

    void stop() {
        desk.loop().execute(() -> {
            stopped = true;
            desk.loop().cancel(ends);
            desk.loop().cancel(exchange);
        });
    }

    private void schedule(LoopTimer timer, long nanos) {
        if (!stopped) {
            desk.loop().schedule(timer, nanos);
        }
    }

    private void lookForEnds() {
        schedule(ends, directory.upkeep().toNanos());
        desk.later(() -> {
            try {
                directory.files().removeEnded();
            } catch (IOException e) {
                error("a token that has ended could not be removed: " + e.getMessage());
            }
        });
    }

    private void askForMore() {
        schedule(exchange, directory.interval().toNanos());
        desk.later(() ->
                desk.send(DirectoryQuestions.PACK, inbox, directory.files().hash()));
    }

    /** A token of each line, behind the key of its account. */
    private void offered(LocalMessage message) {
        String pack = new String(message.payloadBytes(), StandardCharsets.ISO_8859_1);
        if (!pack.isEmpty()) {
            desk.later(() -> {
                try {
                    merge(pack.lines().filter(line -> !line.isEmpty()).toList());
                } catch (IOException e) {
                    error("Merging resulted in error: " + e.getMessage());
                }
            });
        }
    }

    private void merge(List<String> lines) throws IOException {
        JwtDirectory files = directory.files();
        for (String line : lines) {
            int bar = line.indexOf('|');
            if (bar < 0 || line.indexOf('|', bar + 1) >= 0) {
                throw new IOException("line in package didn't contain 2 entries");
            }
            String account = line.substring(0, bar);
            if (!NKey.isPublicKey(account, NKeyKind.ACCOUNT)) {
                throw new IOException("key to merge is not a valid public account key");
            }
            String jwt = line.substring(bar + 1);
            if (files.saveIfNewer(account, jwt)) {
                accounts.update(account, jwt);
            }
        }
    }

    private void error(String text) {
        desk.context().log().error("DirResolver - " + text);
    }
}
