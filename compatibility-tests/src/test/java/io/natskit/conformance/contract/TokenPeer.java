// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.transcript.Json;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Clients that log in by tokens, and what they ask. */
final class TokenPeer {
    private static final NKey USER = NKey.generate(NKeyKind.USER);

    private TokenPeer() {}

    /** Sends CONNECT with the token, signed with the key unless that is null; gives the line that answers the PING behind it. */
    static String answer(Peer peer, String jwt, NKey key) {
        Object nonce = peer.info().get("nonce");
        String signed = key == null ? "" : ",\"sig\":\"" + signature(key, nonce) + "\"";
        peer.send("CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true,\"jwt\":\"" + jwt + "\"" + signed
                + "}\r\nPING\r\n");
        return peer.word();
    }

    /** The signature over a nonce as CONNECT carries it. */
    static String signature(NKey key, Object nonce) {
        byte[] bytes = String.valueOf(nonce).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.sign(bytes));
    }

    /** The line that answers a log-in by a token. */
    static String answer(RunningServer server, String jwt, NKey key) {
        try (Peer peer = Peer.dial(server)) {
            return answer(peer, jwt, key);
        }
    }

    /** Somebody of that account who may do everything. */
    static Peer login(RunningServer server, NKey account) {
        return login(server, user().sign(account));
    }

    /** As the other one, by a signing key of the account. */
    static Peer login(RunningServer server, NKey account, NKey signing) {
        return login(server, user().issuerAccount(account.publicKey()).sign(signing));
    }

    /** Claims of the user who logs in here, to be signed by an account. */
    static UserClaims.Builder user() {
        return UserClaims.builder(USER.publicKey());
    }

    /** By a token of {@link #user}. */
    static Peer login(RunningServer server, String jwt) {
        Peer peer = Peer.dial(server);
        String answer = answer(peer, jwt, USER);
        if (!"PONG".equals(answer)) {
            throw new IllegalStateException("log-in answered by " + answer);
        }
        return peer;
    }

    /** What an answer says to the log-in of somebody of that account. */
    static String answer(RunningServer server, NKey account) {
        return answer(server, user().sign(account), USER);
    }

    /** The payload that answers a request, empty for an empty one. Its subscription id is 99. */
    static String request(Peer peer, String subject, String payload) {
        peer.send("SUB answer 99\r\nUNSUB 99 1\r\nPUB " + subject + " answer " + payload.length() + "\r\n" + payload
                + "\r\n");
        String head = peer.word();
        if (head == null || !head.startsWith("MSG answer 99 ")) {
            throw new IllegalStateException("instead of an answer to " + subject + ": " + head);
        }
        return peer.line();
    }

    /** As {@link #request}, of an answer that is an object. */
    static Map<String, Object> ask(Peer peer, String subject, String payload) {
        return Json.object(request(peer, subject, payload));
    }
}
