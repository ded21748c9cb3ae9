// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.dashboard;

import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;

/**
 * Who somebody who looks at the dashboard says to be. Without a user the password is a token; without both nobody is named.
 *
 * @param user the user, empty for none
 * @param password the password or token, empty for none
 */
public record Login(String user, String password) {
    /** Nobody. */
    public static final Login NONE = new Login("", "");

    /** The operation that begins a connection as such. */
    byte[] connect() {
        JsonWriter json = new JsonWriter()
                .field("verbose", false)
                .field("pedantic", false)
                .field("headers", true)
                .field("no_responders", true)
                .field("echo", true)
                .field("name", "dashboard")
                .field("lang", "natskit-dashboard")
                .field("protocol", 1)
                .fieldIfPresent("user", user)
                .fieldIfPresent(user.isEmpty() ? "auth_token" : "pass", password);
        return ("CONNECT " + new String(json.toBytes(), StandardCharsets.UTF_8) + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Login[user=" + user + ", password=<hidden>]";
    }
}
