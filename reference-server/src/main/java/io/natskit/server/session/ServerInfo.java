// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What INFO says of the server; each line adds what concerns one client. Immutable. */
public final class ServerInfo {
    private static final byte[] INFO = "INFO ".getBytes(StandardCharsets.US_ASCII);

    private final Facts facts;

    /** INFO lines of these facts. */
    public ServerInfo(Facts facts) {
        this.facts = facts;
    }

    /**
     * What is the same for every client.
     *
     * @param id the server's id
     * @param name the server's name
     * @param version the NATS version whose behaviour this is
     * @param ownVersion our own version
     * @param host the address listened on
     * @param port the port listened on
     * @param headers whether headers are taken
     * @param authRequired whether credentials are required
     * @param authGreeted whether the greeting says so; it does not where somebody without credentials gets in all the same
     * @param tlsRequired whether TLS is required
     * @param tlsVerify whether a client certificate is required
     * @param tlsAvailable whether TLS may be chosen
     * @param jetStream whether there is JetStream
     * @param domain the JetStream domain, or null
     */
    public record Facts(
            String id,
            String name,
            String version,
            String ownVersion,
            String host,
            int port,
            boolean headers,
            boolean authRequired,
            boolean authGreeted,
            boolean tlsRequired,
            boolean tlsVerify,
            boolean tlsAvailable,
            boolean jetStream,
            @Nullable String domain) {}

    /** The facts. */
    public Facts facts() {
        return facts;
    }

    /** The INFO line for one client; the last two say whom it is connected as, once it is. */
    byte[] line(
            long clientId,
            @Nullable String clientIp,
            int maxPayload,
            @Nullable String nonce,
            boolean inProcess,
            boolean tlsFirst,
            @Nullable String remoteAccount,
            boolean systemAccount) {
        JsonWriter json = begun(
                clientId,
                clientIp,
                maxPayload,
                inProcess,
                tlsFirst,
                remoteAccount == null ? facts.authGreeted : facts.authRequired);
        json.fieldIfPresent("nonce", nonce);
        if (remoteAccount != null) {
            json.field("connect_info", true)
                    .field("remote_account", remoteAccount)
                    .fieldIfTrue("acc_is_sys", systemAccount);
        }
        return ended(json);
    }

    /** The INFO line that tells a client that the server leaves. */
    byte[] lameDuckLine(long clientId, @Nullable String clientIp, int maxPayload, boolean inProcess) {
        return ended(begun(clientId, clientIp, maxPayload, inProcess, false, facts.authRequired)
                .field("ldm", true));
    }

    private JsonWriter begun(
            long clientId,
            @Nullable String clientIp,
            int maxPayload,
            boolean inProcess,
            boolean tlsFirst,
            boolean authRequired) {
        boolean hidesTls = inProcess && facts.tlsRequired;
        return new JsonWriter()
                .field("server_id", facts.id)
                .field("server_name", facts.name)
                .field("version", facts.version)
                .field("natskit", facts.ownVersion)
                .field("proto", 1)
                .field("go", "java" + Runtime.version().feature())
                .field("host", facts.host)
                .field("port", facts.port)
                .field("headers", facts.headers)
                .fieldIfTrue("auth_required", authRequired)
                .fieldIfTrue("tls_required", tlsFirst || (facts.tlsRequired && !hidesTls))
                .fieldIfTrue("tls_verify", facts.tlsVerify)
                .fieldIfTrue("tls_available", facts.tlsAvailable || hidesTls)
                .field("max_payload", maxPayload)
                .fieldIfTrue("jetstream", facts.jetStream)
                .field("client_id", clientId)
                .fieldIfPresent("client_ip", clientIp);
    }

    private byte[] ended(JsonWriter json) {
        byte[] text =
                json.fieldIfPresent("domain", facts.domain).field("api_lvl", 5).toBytes();
        byte[] line = Arrays.copyOf(INFO, INFO.length + text.length + 3);
        System.arraycopy(text, 0, line, INFO.length, text.length);
        line[line.length - 3] = ' ';
        line[line.length - 2] = '\r';
        line[line.length - 1] = '\n';
        return line;
    }
}
