// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Encryption; immutable. With no file and no context given, the JDK's default trust applies. Host names are verified unless switched off. */
public final class TlsOptions {

    private final Mode mode;
    private final boolean verifyHostname;
    private final @Nullable String serverName;
    private final @Nullable Path caFile;
    private final @Nullable Path certificateFile;
    private final @Nullable Path keyFile;
    private final @Nullable Supplier<SSLContext> context;

    TlsOptions(Builder b) {
        mode = b.mode;
        verifyHostname = b.verifyHostname;
        serverName = b.serverName;
        caFile = b.caFile;
        certificateFile = b.certificateFile;
        keyFile = b.keyFile;
        context = b.context;
    }

    /** The defaults, changed by {@code spec}. */
    public static TlsOptions of(Consumer<Builder> spec) {
        Builder builder = new Builder();
        spec.accept(builder);
        return new TlsOptions(builder);
    }

    /** When to encrypt. */
    public Mode mode() {
        return mode;
    }

    /** True when the certificate must be for the host that was asked for. */
    public boolean verifyHostname() {
        return verifyHostname;
    }

    /** The name to ask for (SNI) and to verify, instead of the URL's host. */
    public Optional<String> serverName() {
        return Optional.ofNullable(serverName);
    }

    /** PEM file of trusted certificates. */
    public Optional<Path> caFile() {
        return Optional.ofNullable(caFile);
    }

    /** PEM file of the client certificate and its chain. */
    public Optional<Path> certificateFile() {
        return Optional.ofNullable(certificateFile);
    }

    /** PEM file of the client's private key. */
    public Optional<Path> keyFile() {
        return Optional.ofNullable(keyFile);
    }

    /** What makes the context, instead of files. */
    public Optional<Supplier<SSLContext>> context() {
        return Optional.ofNullable(context);
    }

    /** When to encrypt. */
    public enum Mode {
        /** When the URL says {@code tls} or the server requires it. */
        WHEN_ASKED,
        /** Always: a server that cannot is refused before credentials are sent. */
        REQUIRED,
        /** At once, before INFO, for servers with {@code handshake_first}. */
        FIRST
    }

    /** Collects choices; not safe for use by several threads. */
    public static final class Builder {
        private Mode mode = Mode.WHEN_ASKED;
        private boolean verifyHostname = true;
        private @Nullable String serverName;
        private @Nullable Path caFile;
        private @Nullable Path certificateFile;
        private @Nullable Path keyFile;
        private @Nullable Supplier<SSLContext> context;

        Builder() {}

        /** When to encrypt; default {@link Mode#WHEN_ASKED}. */
        public Builder mode(Mode mode) {
            this.mode = mode;
            return this;
        }

        /** Whether the certificate must be for the host that was asked for; default true. False is for tests. */
        public Builder verifyHostname(boolean verifyHostname) {
            this.verifyHostname = verifyHostname;
            return this;
        }

        /** The name to ask for (SNI) and to verify, instead of the URL's host; default that. */
        public Builder serverName(String serverName) {
            this.serverName = serverName;
            return this;
        }

        /** PEM file of trusted certificates; default the JDK's own. Read at each connect. */
        public Builder caFile(Path caFile) {
            this.caFile = caFile;
            return this;
        }

        /** Makes the context, instead of files; asked at each connect. Default none. */
        public Builder context(Supplier<SSLContext> context) {
            this.context = context;
            return this;
        }

        /** PEM files of the client certificate with its chain, and of its private key (PKCS#8, unencrypted); default none. Read at each connect. */
        public Builder certificate(Path certificate, Path key) {
            this.certificateFile = certificate;
            this.keyFile = key;
            return this;
        }

        /** A ready context, the same for each connect; see {@link #context(Supplier)}. */
        public Builder context(SSLContext context) {
            return context(() -> context);
        }
    }
}
