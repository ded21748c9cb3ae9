// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.ConnectionType;
import java.security.cert.X509Certificate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says who wants to log in: fields of CONNECT, absent ones empty, and what the server knows of the connection. Immutable.
 * Prints no secret.
 */
public final class ConnectRequest {
    private final String user;
    private final String password;
    private final String token;
    private final String nkey;
    private final String signature;
    private final String nonce;
    private final ConnectionType connectionType;
    private final @Nullable X509Certificate certificate;
    private final String jwt;
    private final String host;
    private final String proxySignature;
    private final @Nullable String proxy;
    private final @Nullable Introduction introduction;

    /** From the fields as they came, null for absent ones; {@code nonce} as INFO showed it, empty if it did not. */
    public ConnectRequest(
            @Nullable String user,
            @Nullable String password,
            @Nullable String token,
            @Nullable String nkey,
            @Nullable String signature,
            String nonce,
            ConnectionType connectionType) {
        this.user = Objects.requireNonNullElse(user, "");
        this.password = Objects.requireNonNullElse(password, "");
        this.token = Objects.requireNonNullElse(token, "");
        this.nkey = Objects.requireNonNullElse(nkey, "");
        this.signature = Objects.requireNonNullElse(signature, "");
        this.nonce = nonce;
        this.connectionType = connectionType;
        this.certificate = null;
        this.jwt = "";
        this.host = "";
        this.proxySignature = "";
        this.proxy = null;
        this.introduction = null;
    }

    private ConnectRequest(
            ConnectRequest said,
            @Nullable X509Certificate certificate,
            String jwt,
            String host,
            String proxySignature,
            @Nullable String proxy,
            @Nullable Introduction introduction) {
        this.user = said.user;
        this.password = said.password;
        this.token = said.token;
        this.nkey = said.nkey;
        this.signature = said.signature;
        this.nonce = said.nonce;
        this.connectionType = said.connectionType;
        this.certificate = certificate;
        this.jwt = jwt;
        this.host = host;
        this.proxySignature = proxySignature;
        this.proxy = proxy;
        this.introduction = introduction;
    }

    /** The same, of a peer that showed this certificate in the TLS handshake; null for none. */
    public ConnectRequest shownBy(@Nullable X509Certificate shown) {
        return new ConnectRequest(this, shown, jwt, host, proxySignature, proxy, introduction);
    }

    /** The same with this JWT of a user, from that address; null for none. */
    public ConnectRequest with(@Nullable String token, @Nullable String address) {
        return new ConnectRequest(
                this,
                certificate,
                Objects.requireNonNullElse(token, ""),
                Objects.requireNonNullElse(address, ""),
                proxySignature,
                proxy,
                introduction);
    }

    /** The same, signed by a proxy so; null or empty for none. */
    public ConnectRequest signedByProxy(@Nullable String inBase64) {
        return new ConnectRequest(
                this, certificate, jwt, host, Objects.requireNonNullElse(inBase64, ""), proxy, introduction);
    }

    /** The same, with what an authorization service is told. */
    public ConnectRequest introducedBy(Introduction told) {
        return new ConnectRequest(this, certificate, jwt, host, proxySignature, proxy, told);
    }

    /** The same, of a connection that comes through the trusted proxy with this key. */
    ConnectRequest through(String proxyKey) {
        return new ConnectRequest(this, certificate, jwt, host, proxySignature, proxyKey, introduction);
    }

    /** A request without credentials, as of a client that never sends CONNECT. */
    public static ConnectRequest empty(ConnectionType connectionType) {
        return new ConnectRequest(null, null, null, null, null, "", connectionType);
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    String token() {
        return token;
    }

    String nkey() {
        return nkey;
    }

    String signature() {
        return signature;
    }

    String nonce() {
        return nonce;
    }

    ConnectionType connectionType() {
        return connectionType;
    }

    /** The JWT of a user, or empty. */
    String jwt() {
        return jwt;
    }

    /** Where it comes from, or empty. */
    String host() {
        return host;
    }

    /** What a proxy says that it is trusted by, or empty. */
    String proxySignature() {
        return proxySignature;
    }

    /** The trusted proxy that it comes through, or null. */
    @Nullable
    String proxy() {
        return proxy;
    }

    /** What an authorization service is told, where there may be one; or null. */
    @Nullable
    Introduction introduction() {
        return introduction;
    }

    /** What the peer showed in the TLS handshake, or null. */
    @Nullable
    X509Certificate certificate() {
        return certificate;
    }

    @Override
    public String toString() {
        return "ConnectRequest[user=" + user + ", nkey=" + nkey + ", connectionType=" + connectionType + "]";
    }
}
