// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The certificate that a listener shows and what it asks of its peers. Files are PEM. */
public final class TlsOptions {
    private final @Nullable Path certFile;
    private final @Nullable Path keyFile;
    private final @Nullable Path caFile;
    private final boolean verify;
    private final Duration timeout;

    private TlsOptions(Builder builder) {
        this.certFile = builder.certFile;
        this.keyFile = builder.keyFile;
        this.caFile = builder.caFile;
        this.verify = builder.verify;
        this.timeout = builder.timeout;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.certFile = certFile;
        builder.keyFile = keyFile;
        builder.caFile = caFile;
        builder.verify = verify;
        builder.timeout = timeout;
        return builder;
    }

    /** The server's certificate chain. */
    public @Nullable Path certFile() {
        return certFile;
    }

    /** The private key of the certificate. */
    public @Nullable Path keyFile() {
        return keyFile;
    }

    /** The authorities that client certificates must come from. */
    public @Nullable Path caFile() {
        return caFile;
    }

    /** Whether a client must show a certificate. */
    public boolean verify() {
        return verify;
    }

    /** The time that a handshake may take. */
    public Duration timeout() {
        return timeout;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "TlsOptions[", "]");
        text.add("certFile=" + certFile);
        text.add("keyFile=" + keyFile);
        text.add("caFile=" + caFile);
        text.add("verify=" + verify);
        text.add("timeout=" + timeout);
        return text.toString();
    }

    /** Collects the values of {@link TlsOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private @Nullable Path certFile;
        private @Nullable Path keyFile;
        private @Nullable Path caFile;
        private boolean verify = false;
        private Duration timeout = Duration.ofSeconds(2);

        private Builder() {}

        /** The server's certificate chain. */
        public Builder certFile(@Nullable Path certFile) {
            this.certFile = certFile;
            return this;
        }

        /** The private key of the certificate. */
        public Builder keyFile(@Nullable Path keyFile) {
            this.keyFile = keyFile;
            return this;
        }

        /** The authorities that client certificates must come from. Default those of the JDK. */
        public Builder caFile(@Nullable Path caFile) {
            this.caFile = caFile;
            return this;
        }

        /** Whether a client must show a certificate. Default false. */
        public Builder verify(boolean verify) {
            this.verify = verify;
            return this;
        }

        /** The time that a handshake may take. Default 2 seconds. */
        public Builder timeout(Duration timeout) {
            this.timeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public TlsOptions build() {
            return new TlsOptions(this);
        }
    }
}
