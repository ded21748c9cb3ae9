// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.auth.Violations;
import io.natskit.server.protocol.ConnectOptions;
import org.jspecify.annotations.Nullable;

/** How a client is called in log lines once it has said who it is; quoted, so that nothing it said can forge a line. */
final class Labels {
    private Labels() {}

    /** What is known from the start: the address, behind the one that a proxy tells of, and the number. */
    static String first(@Nullable String host, int port, long id, @Nullable Visitor visitor) {
        String address = host == null ? "pipe" : host + ":" + port;
        if (visitor == null) {
            return address + " - cid:" + id;
        }
        String source = visitor.forwardedFor();
        String behind = source == null ? "" : (source.indexOf(':') >= 0 ? "[" + source + "]" : source) + "/";
        return behind + address + " - " + visitor.idWord() + ":" + id;
    }

    /** The address and number, then {@code "v1.2:lang:name"}, then {@code "account/user"}, as far as they are known. */
    static String of(ClientSession session, ConnectOptions said) {
        StringBuilder program = new StringBuilder();
        String version = said.version();
        if (version != null && !version.isEmpty()) {
            program.append('v').append(version);
        }
        append(program, said.lang());
        append(program, said.name());
        StringBuilder label = new StringBuilder(session.log().label());
        if (program.length() > 0) {
            label.append(" - ").append(Violations.quoted(program.toString()));
        }
        String who = who(said);
        if (!who.isEmpty()) {
            label.append(" - ").append(Violations.quoted(session.account().name() + '/' + who));
        }
        return label.toString();
    }

    private static void append(StringBuilder text, @Nullable String word) {
        if (word != null && !word.isEmpty()) {
            if (text.length() > 0) {
                text.append(':');
            }
            text.append(word);
        }
    }

    private static String who(ConnectOptions said) {
        if (said.nkey() != null && !said.nkey().isEmpty()) {
            return "nkey:" + said.nkey();
        }
        if (said.user() != null && !said.user().isEmpty()) {
            return "user:" + said.user();
        }
        return said.token() != null && !said.token().isEmpty() ? "token" : "";
    }
}
