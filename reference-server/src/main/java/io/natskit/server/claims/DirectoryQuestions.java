// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.claims;

import io.natskit.server.auth.AccountDirectory;
import io.natskit.server.auth.JwtDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What other servers ask a directory of all accounts: for one of them, or for all when theirs are others. */
final class DirectoryQuestions {
    static final String LOOKUP = "$SYS.REQ.ACCOUNT.*.CLAIMS.LOOKUP";
    static final String PACK = "$SYS.REQ.CLAIMS.PACK";
    private static final String RESPONDERS = "responder";

    private final Desk desk;
    private final JwtDirectory files;

    DirectoryQuestions(Desk desk, AccountDirectory directory) {
        this.desk = desk;
        this.files = directory.files();
    }

    void listen() {
        desk.listen(LOOKUP, null, this::lookup);
        desk.listen(PACK, RESPONDERS, this::pack);
    }

    /** Nothing says that it is not here. */
    private void lookup(Desk.Request request) {
        if (request.reply().isEmpty()) {
            return;
        }
        try {
            String jwt = files.load(request.account());
            if (jwt == null) {
                desk.context().log().debug("DirResolver - Could not find account \"" + request.account() + "\"");
            }
            desk.send(request.reply(), "", jwt == null ? Desk.NOTHING : jwt.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            desk.context()
                    .log()
                    .error("DirResolver - Error looking up account \"" + request.account() + "\": " + e.getMessage());
        }
    }

    /** One message for each account; nothing is the end. */
    private void pack(Desk.Request request) {
        if (request.reply().isEmpty()) {
            return;
        }
        try {
            if (!Arrays.equals(request.bytes(), files.hash())) {
                for (String account : files.accounts()) {
                    String jwt = files.load(account);
                    if (jwt != null) {
                        desk.send(request.reply(), "", (account + "|" + jwt).getBytes(StandardCharsets.ISO_8859_1));
                    }
                }
            }
            desk.send(request.reply(), "", Desk.NOTHING);
        } catch (IOException e) {
            desk.context().log().error("DirResolver - Pack request error: " + e.getMessage());
        }
    }
}
