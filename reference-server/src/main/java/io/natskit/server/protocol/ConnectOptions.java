// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

import io.natskit.wire.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a client said in CONNECT. Immutable; a second CONNECT changes what it names and leaves the rest. Secrets stay out of {@code toString}. */
public final class ConnectOptions {
    /** What holds before any CONNECT. */
    public static final ConnectOptions DEFAULT = new ConnectOptions();

    private final boolean verbose;
    private final boolean pedantic;
    private final boolean echo;
    private final boolean headers;
    private final boolean noResponders;
    private final boolean accountNamed;
    private final long protocol;
    private final @Nullable String name;
    private final @Nullable String lang;
    private final @Nullable String version;
    private final @Nullable String user;
    private final @Nullable String password;
    private final @Nullable String token;
    private final @Nullable String nkey;
    private final @Nullable String signature;
    private final @Nullable String jwt;
    private final @Nullable String proxySignature;

    private ConnectOptions() {
        verbose = true;
        pedantic = true;
        echo = true;
        headers = false;
        noResponders = false;
        accountNamed = false;
        protocol = 0;
        name = null;
        lang = null;
        version = null;
        user = null;
        password = null;
        token = null;
        nkey = null;
        signature = null;
        jwt = null;
        proxySignature = null;
    }

    private ConnectOptions(JsonObject json, ConnectOptions before) {
        verbose = json.bool("verbose", before.verbose);
        pedantic = json.bool("pedantic", before.pedantic);
        echo = json.bool("echo", before.echo);
        headers = json.bool("headers", before.headers);
        noResponders = json.bool("no_responders", before.noResponders);
        String account = json.string("account");
        accountNamed = json.bool("new_account", before.accountNamed) || (account != null && !account.isEmpty());
        protocol = json.integer("protocol", before.protocol);
        name = text(json, "name", before.name);
        lang = text(json, "lang", before.lang);
        version = text(json, "version", before.version);
        user = text(json, "user", before.user);
        password = text(json, "pass", before.password);
        token = text(json, "auth_token", before.token);
        nkey = text(json, "nkey", before.nkey);
        signature = text(json, "sig", before.signature);
        jwt = text(json, "jwt", before.jwt);
        proxySignature = text(json, "proxy_sig", before.proxySignature);
    }

    private ConnectOptions(
            ConnectOptions said,
            @Nullable String user,
            @Nullable String password,
            @Nullable String token,
            @Nullable String jwt) {
        verbose = said.verbose;
        pedantic = said.pedantic;
        echo = said.echo;
        headers = said.headers;
        noResponders = said.noResponders;
        accountNamed = said.accountNamed;
        protocol = said.protocol;
        name = said.name;
        lang = said.lang;
        version = said.version;
        this.user = orElse(said.user, user);
        this.password = orElse(said.password, password);
        this.token = orElse(said.token, token);
        nkey = said.nkey;
        signature = said.signature;
        this.jwt = orElse(said.jwt, jwt);
        proxySignature = said.proxySignature;
    }

    private static @Nullable String orElse(@Nullable String said, @Nullable String other) {
        return said == null || said.isEmpty() ? other : said;
    }

    /** These options, with credentials from elsewhere in place of those that are not named. */
    public ConnectOptions completed(
            @Nullable String otherUser,
            @Nullable String otherPassword,
            @Nullable String otherToken,
            @Nullable String otherJwt) {
        return new ConnectOptions(this, otherUser, otherPassword, otherToken, otherJwt);
    }

    /**
     * These options with what the JSON text names. Throws {@code JsonException} on malformed text and on fields of another type.
     */
    public ConnectOptions with(byte[] bytes, int offset, int length) {
        if (isNull(bytes, offset, length)) {
            return this; // nats-server takes null for an object that names nothing
        }
        return new ConnectOptions(JsonObject.parse(bytes, offset, length).ignoringCase(), this);
    }

    private static boolean isNull(byte[] b, int at, int length) {
        return length == 4 && b[at] == 'n' && b[at + 1] == 'u' && b[at + 2] == 'l' && b[at + 3] == 'l';
    }

    private static @Nullable String text(JsonObject json, String key, @Nullable String before) {
        String value = json.string(key);
        return value != null ? value : before;
    }

    /** Whether each operation is answered. */
    public boolean verbose() {
        return verbose;
    }

    /** Whether subjects of messages are checked. */
    public boolean pedantic() {
        return pedantic;
    }

    /** Whether own messages come back. */
    public boolean echo() {
        return echo;
    }

    /** Whether the client understands headers. */
    public boolean headers() {
        return headers;
    }

    /** Whether the client wants to know when nobody took a request. */
    public boolean noResponders() {
        return noResponders;
    }

    /** Whether the client named an account, which is not allowed. */
    public boolean accountNamed() {
        return accountNamed;
    }

    /** The protocol level. */
    public long protocol() {
        return protocol;
    }

    /** The connection's name. */
    public @Nullable String name() {
        return name;
    }

    /** The client's language. */
    public @Nullable String lang() {
        return lang;
    }

    /** The client's version. */
    public @Nullable String version() {
        return version;
    }

    /** The user's name. */
    public @Nullable String user() {
        return user;
    }

    /** The password. */
    public @Nullable String password() {
        return password;
    }

    /** The token. */
    public @Nullable String token() {
        return token;
    }

    /** The public NKey. */
    public @Nullable String nkey() {
        return nkey;
    }

    /** The signature over the nonce, in base64. */
    public @Nullable String signature() {
        return signature;
    }

    /** The user's JWT. */
    public @Nullable String jwt() {
        return jwt;
    }

    /** A proxy's signature over the nonce, in base64. */
    public @Nullable String proxySignature() {
        return proxySignature;
    }

    @Override
    public String toString() {
        return "ConnectOptions[name=" + name + ", lang=" + lang + ", version=" + version + ", protocol=" + protocol
                + ']';
    }
}
