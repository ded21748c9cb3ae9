// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import io.natskit.wire.nkey.NKeyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who wants to come in, as a server asks an authorization service. Immutable; prints no secret. */
public final class AuthorizationRequestClaims extends Claims {
    private final Server server;
    private final String userKey;
    private final Client client;
    private final Connect connect;
    private final @Nullable Tls tls;
    private final String requestNonce;

    private AuthorizationRequestClaims(Builder b) {
        super(b);
        server = b.server;
        userKey = b.userKey;
        client = b.client;
        connect = b.connect;
        tls = b.tls;
        requestNonce = b.requestNonce;
    }

    /**
     * The server that asks.
     *
     * @param name its name
     * @param host its address
     * @param id its public key
     * @param version its version
     * @param cluster its cluster, or empty
     * @param tags its tags
     * @param xkey the curve key that answers are sealed for, or empty
     */
    public record Server(
            String name, String host, String id, String version, String cluster, List<String> tags, String xkey) {
        static final Server NONE = new Server("", "", "", "", "", List.of(), "");
    }

    /**
     * What the server knows of the client.
     *
     * @param host its address
     * @param id its number
     * @param user what it says it is
     * @param name what it calls itself
     * @param tags the tags of its token
     * @param nameTag the name in its token
     * @param kind such as {@code Client}
     * @param type such as {@code nats}
     * @param mqttId its id in MQTT, or empty
     * @param nonce what it was given to sign, or empty
     */
    public record Client(
            String host,
            long id,
            String user,
            String name,
            List<String> tags,
            String nameTag,
            String kind,
            String type,
            String mqttId,
            String nonce) {
        static final Client NONE = new Client("", 0, "", "", List.of(), "", "", "", "", "");
    }

    /**
     * What the client said in CONNECT; absent fields are empty. Prints no secret.
     *
     * @param jwt its token
     * @param nkey its public key
     * @param signature its signature
     * @param token its password without a user
     * @param user its user
     * @param password its password
     * @param name what it calls itself
     * @param language what it is written in
     * @param version its version
     * @param protocol the level of the protocol
     */
    public record Connect(
            String jwt,
            String nkey,
            String signature,
            String token,
            String user,
            String password,
            String name,
            String language,
            String version,
            long protocol) {
        static final Connect NONE = new Connect("", "", "", "", "", "", "", "", "", 0);

        /** The same with another token. */
        public Connect withJwt(String token) {
            return new Connect(token, nkey, signature, this.token, user, password, name, language, version, protocol);
        }

        @Override
        public String toString() {
            return "Connect[user=" + user + ", nkey=" + nkey + ", name=" + name + "]";
        }
    }

    /**
     * How the client is encrypted.
     *
     * @param version such as {@code 1.3}
     * @param cipher the cipher suite
     * @param certificates its certificates in PEM, where they were not verified
     * @param verifiedChains its certificates in PEM, each chain as it was verified
     */
    public record Tls(String version, String cipher, List<String> certificates, List<List<String>> verifiedChains) {}

    /**
     * A builder of a request about a user key that the server made for it. Its subject is the account of the service, or in a configuration
     * without operators the key that answers are signed with.
     */
    public static Builder builder(String subject, String userKey) {
        return new Builder(subject, userKey);
    }

    static Builder empty() {
        return new Builder("", "");
    }

    @Override
    public String type() {
        return "authorization_request";
    }

    /** The server that asks. */
    public Server server() {
        return server;
    }

    /** The public key that the answer must be about. */
    public String userKey() {
        return userKey;
    }

    /** What the server knows of the client. */
    public Client client() {
        return client;
    }

    /** What the client said. */
    public Connect connect() {
        return connect;
    }

    /** How the client is encrypted, or null. */
    public @Nullable Tls tls() {
        return tls;
    }

    /** A nonce of the request, or empty. */
    public String requestNonce() {
        return requestNonce;
    }

    @Override
    void check(ClaimCheck check) {
        if (userKey.isEmpty()) {
            check.error("User nkey is required");
        } else {
            check.key(
                    userKey,
                    NKeyKind.USER,
                    "User nkey \"" + Words.shown(userKey) + "\" is not a valid user public key");
        }
    }

    @Override
    Set<NKeyKind> issuers() {
        return Set.of(NKeyKind.SERVER);
    }

    @Override
    void writeBody(JsonWriter out) {
        out.begin("server_id")
                .field("name", server.name)
                .field("host", server.host)
                .field("id", server.id)
                .fieldIfPresent("version", server.version)
                .fieldIfPresent("cluster", server.cluster)
                .stringsIfPresent("tags", server.tags)
                .fieldIfPresent("xkey", server.xkey)
                .end();
        out.field("user_nkey", userKey);
        out.begin("client_info")
                .fieldIfPresent("host", client.host)
                .fieldIfNonZero("id", client.id)
                .fieldIfPresent("user", client.user)
                .fieldIfPresent("name", client.name)
                .stringsIfPresent("tags", client.tags)
                .fieldIfPresent("name_tag", client.nameTag)
                .fieldIfPresent("kind", client.kind)
                .fieldIfPresent("type", client.type)
                .fieldIfPresent("mqtt_id", client.mqttId)
                .fieldIfPresent("nonce", client.nonce)
                .end();
        out.begin("connect_opts")
                .fieldIfPresent("jwt", connect.jwt)
                .fieldIfPresent("nkey", connect.nkey)
                .fieldIfPresent("sig", connect.signature)
                .fieldIfPresent("auth_token", connect.token)
                .fieldIfPresent("user", connect.user)
                .fieldIfPresent("pass", connect.password)
                .fieldIfPresent("name", connect.name)
                .fieldIfPresent("lang", connect.language)
                .fieldIfPresent("version", connect.version)
                .field("protocol", connect.protocol)
                .end();
        Tls secured = tls;
        if (secured != null) {
            writeTls(secured, out);
        }
        out.fieldIfPresent("request_nonce", requestNonce);
    }

    private static void writeTls(Tls secured, JsonWriter out) {
        out.begin("client_tls")
                .fieldIfPresent("version", secured.version)
                .fieldIfPresent("cipher", secured.cipher)
                .stringsIfPresent("certs", secured.certificates);
        if (!secured.verifiedChains.isEmpty()) {
            out.beginArray("verified_chains");
            secured.verifiedChains.forEach(out::stringsElement);
            out.endArray();
        }
        out.end();
    }

    /** Collects a request. */
    public static final class Builder extends Claims.Builder<Builder> {
        private Server server = Server.NONE;
        private String userKey;
        private Client client = Client.NONE;
        private Connect connect = Connect.NONE;
        private @Nullable Tls tls;
        private String requestNonce = "";

        private Builder(String subject, String userKey) {
            super(subject);
            this.userKey = userKey;
        }

        /** The server that asks. */
        public Builder server(Server asking) {
            this.server = asking;
            return this;
        }

        /** What the server knows of the client. */
        public Builder client(Client known) {
            this.client = known;
            return this;
        }

        /** What the client said. */
        public Builder connect(Connect said) {
            this.connect = said;
            return this;
        }

        /** How the client is encrypted. Default not. */
        public Builder tls(@Nullable Tls secured) {
            this.tls = secured;
            return this;
        }

        @Override
        public AuthorizationRequestClaims build() {
            return new AuthorizationRequestClaims(this);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        boolean readBody(StructReader in, int ofVersion) {
            switch (in.name()) {
                case "server_id" -> server = readServer(in);
                case "user_nkey" -> userKey = in.string(userKey);
                case "client_info" -> client = readClient(in);
                case "connect_opts" -> connect = readConnect(in);
                case "client_tls" -> tls = readTls(in);
                case "request_nonce" -> requestNonce = in.string(requestNonce);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static Server readServer(StructReader in) {
            String[] text = {"", "", "", "", "", ""};
            List<String> tags = List.of();
            if (in.enter("jwt.ServerID")) {
                while (in.next()) {
                    switch (in.name()) {
                        case "name" -> text[0] = in.string(text[0]);
                        case "host" -> text[1] = in.string(text[1]);
                        case "id" -> text[2] = in.string(text[2]);
                        case "version" -> text[3] = in.string(text[3]);
                        case "cluster" -> text[4] = in.string(text[4]);
                        case "tags" -> tags = in.strings(tags);
                        case "xkey" -> text[5] = in.string(text[5]);
                        default -> in.unknown();
                    }
                }
            }
            return new Server(text[0], text[1], text[2], text[3], text[4], tags, text[5]);
        }

        private static Client readClient(StructReader in) {
            String[] text = {"", "", "", "", "", "", "", ""};
            long id = 0;
            List<String> tags = List.of();
            if (in.enter("jwt.ClientInformation")) {
                while (in.next()) {
                    switch (in.name()) {
                        case "host" -> text[0] = in.string(text[0]);
                        case "id" -> id = in.uint64(id);
                        case "user" -> text[1] = in.string(text[1]);
                        case "name" -> text[2] = in.string(text[2]);
                        case "tags" -> tags = in.strings(tags);
                        case "name_tag" -> text[3] = in.string(text[3]);
                        case "kind" -> text[4] = in.string(text[4]);
                        case "type" -> text[5] = in.string(text[5]);
                        case "mqtt_id" -> text[6] = in.string(text[6]);
                        case "nonce" -> text[7] = in.string(text[7]);
                        default -> in.unknown();
                    }
                }
            }
            return new Client(text[0], id, text[1], text[2], tags, text[3], text[4], text[5], text[6], text[7]);
        }

        private static Connect readConnect(StructReader in) {
            String[] text = {"", "", "", "", "", "", "", "", ""};
            long protocol = 0;
            if (in.enter("jwt.ConnectOptions")) {
                while (in.next()) {
                    switch (in.name()) {
                        case "jwt" -> text[0] = in.string(text[0]);
                        case "nkey" -> text[1] = in.string(text[1]);
                        case "sig" -> text[2] = in.string(text[2]);
                        case "auth_token" -> text[3] = in.string(text[3]);
                        case "user" -> text[4] = in.string(text[4]);
                        case "pass" -> text[5] = in.string(text[5]);
                        case "name" -> text[6] = in.string(text[6]);
                        case "lang" -> text[7] = in.string(text[7]);
                        case "version" -> text[8] = in.string(text[8]);
                        case "protocol" -> protocol = in.integer(protocol);
                        default -> in.unknown();
                    }
                }
            }
            return new Connect(
                    text[0], text[1], text[2], text[3], text[4], text[5], text[6], text[7], text[8], protocol);
        }

        private static @Nullable Tls readTls(StructReader in) {
            if (!in.enter("jwt.ClientTLS")) {
                return null;
            }
            String version = "";
            String cipher = "";
            List<String> certificates = List.of();
            List<List<String>> chains = new ArrayList<>();
            while (in.next()) {
                switch (in.name()) {
                    case "version" -> version = in.string(version);
                    case "cipher" -> cipher = in.string(cipher);
                    case "certs" -> certificates = in.strings(certificates);
                    case "verified_chains" -> {
                        if (in.enterArray("[]jwt.StringList")) {
                            while (in.nextElement()) {
                                chains.add(in.strings(List.of()));
                            }
                        }
                    }
                    default -> in.unknown();
                }
            }
            return new Tls(version, cipher, certificates, List.copyOf(chains));
        }
    }
}
