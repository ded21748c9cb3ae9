// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.Credentials;
import io.natskit.client.Options;
import io.natskit.client.ServerInfo;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The CONNECT line and the PING behind it. Pure. */
final class ConnectLine {
    private static final String VERSION = "0.1.0";

    private ConnectLine() {}

    /** What logs in at a server that said {@code info}. Wipes the credentials. */
    static byte[] of(Options options, ServerInfo info, boolean tls, Credentials credentials) {
        JsonWriter json = new JsonWriter()
                .field("verbose", options.verbose())
                .field("pedantic", options.pedantic())
                .field("tls_required", tls)
                .fieldIfPresent("name", options.name().orElse(null))
                .field("lang", "java")
                .field("version", VERSION)
                .field("protocol", 1)
                .field("echo", options.echo())
                .field("headers", true)
                .field("no_responders", info.headers());
        json.fieldIfPresent("user", credentials.user().orElse(null));
        credentials.password().ifPresent(password -> secret(json, "pass", password));
        credentials.token().ifPresent(token -> secret(json, "auth_token", token));
        json.fieldIfPresent("jwt", credentials.jwt().orElse(null));
        json.fieldIfPresent("nkey", credentials.nkey().orElse(null));
        json.fieldIfPresent("sig", credentials.signature().orElse(null));
        credentials.wipe();
        byte[] body = json.toBytes();
        byte[] before = "CONNECT ".getBytes(StandardCharsets.US_ASCII);
        byte[] after = "\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(before, before.length + body.length + after.length);
        System.arraycopy(body, 0, line, before.length, body.length);
        System.arraycopy(after, 0, line, before.length + body.length, after.length);
        Arrays.fill(body, (byte) 0);
        return line;
    }

    private static void secret(JsonWriter json, String field, char[] value) {
        json.field(field, new String(value));
        Arrays.fill(value, '\0');
    }
}
