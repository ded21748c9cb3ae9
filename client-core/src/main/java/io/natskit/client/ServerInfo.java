// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a server says of itself and of this connection in INFO; immutable. Fields that this version has no name for are in {@link #json()}. */
public final class ServerInfo {

    private final JsonObject json;

    private ServerInfo(JsonObject json) {
        this.json = json;
    }

    /** Reads the JSON of an INFO line. Throws {@link io.natskit.wire.json.JsonException} when it is none. */
    public static ServerInfo parse(byte[] bytes, int offset, int length) {
        return new ServerInfo(JsonObject.parse(bytes, offset, length));
    }

    /** The server's id, a public key of its own. */
    public String serverId() {
        return text("server_id");
    }

    /** The server's name. */
    public String serverName() {
        return text("server_name");
    }

    /** The version of NATS that it speaks, such as {@code 2.15.2}. */
    public String version() {
        return text("version");
    }

    /** The host it listens on, as it sees it. */
    public String host() {
        return text("host");
    }

    /** The port it listens on, as it sees it. */
    public int port() {
        return (int) json.integer("port", 0);
    }

    /** The protocol version: 1 for servers that send INFO at any time. */
    public int protocol() {
        return (int) json.integer("proto", 0);
    }

    /** The most bytes of headers and payload that it takes in a message. */
    public long maxPayload() {
        return json.integer("max_payload", 1024 * 1024);
    }

    /** The number that it gave this connection. */
    public long clientId() {
        return json.integer("client_id", 0);
    }

    /** This client's address as the server sees it, without port. */
    public String clientIp() {
        return text("client_ip");
    }

    /** The cluster's name, if it is in one. */
    public Optional<String> cluster() {
        return Optional.ofNullable(json.string("cluster"));
    }

    /** Its JetStream domain, if it has one. */
    public Optional<String> domain() {
        return Optional.ofNullable(json.string("domain"));
    }

    /** The level of the JetStream API, 0 when it says nothing (ADR-44). */
    public int apiLevel() {
        return (int) json.integer("api_lvl", 0);
    }

    /** Other servers to connect to, as {@code host:port}. */
    public List<String> connectUrls() {
        return json.strings("connect_urls");
    }

    /** What to sign for NKey and JWT, if it asks for that. */
    public Optional<String> nonce() {
        return Optional.ofNullable(json.string("nonce"));
    }

    /** The server's curve key, if it has one (auth callout). */
    public Optional<String> xkey() {
        return Optional.ofNullable(json.string("xkey"));
    }

    /** True when it takes headers. */
    public boolean headers() {
        return json.bool("headers", false);
    }

    /** True when it has JetStream. */
    public boolean jetStream() {
        return json.bool("jetstream", false);
    }

    /** True when it wants credentials. */
    public boolean authRequired() {
        return json.bool("auth_required", false);
    }

    /** True when it wants TLS. */
    public boolean tlsRequired() {
        return json.bool("tls_required", false);
    }

    /** True when it can do TLS for those who want it. */
    public boolean tlsAvailable() {
        return json.bool("tls_available", false);
    }

    /** True when it wants a client certificate. */
    public boolean tlsVerify() {
        return json.bool("tls_verify", false);
    }

    /** True when it is about to go. */
    public boolean lameDuck() {
        return json.bool("ldm", false);
    }

    /** True when the user is in the system account. */
    public boolean systemAccount() {
        return json.bool("acc_is_sys", false);
    }

    /** All that it said. */
    public JsonObject json() {
        return json;
    }

    private String text(String name) {
        @Nullable String value = json.string(name);
        return value == null ? "" : value;
    }

    @Override
    public String toString() {
        return "ServerInfo[" + serverName() + " " + version() + ", client " + clientId() + "]";
    }
}
