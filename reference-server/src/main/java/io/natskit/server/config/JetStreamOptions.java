// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** JetStream: where streams are kept, how soon they are synced, and what they may take. */
public final class JetStreamOptions {
    private final boolean enabled;
    private final boolean memoryOnly;
    private final boolean strict;
    private final @Nullable Path storeDir;
    private final boolean syncAlways;
    private final Duration syncInterval;
    private final long maxMemoryBytes;
    private final long maxFileBytes;
    private final @Nullable String domain;
    private final @Nullable String uniqueTag;
    private final @Nullable String extensionHint;
    private final long maxBufferedMessages;
    private final long maxBufferedBytes;
    private final long requestQueueLimit;
    private final long infoQueueLimit;
    private final Map<String, String> defaultDomains;
    private final JetStreamLimitOptions limits;
    private final EncryptionOptions encryption;

    private JetStreamOptions(Builder builder) {
        this.enabled = builder.enabled;
        this.memoryOnly = builder.memoryOnly;
        this.strict = builder.strict;
        this.storeDir = builder.storeDir;
        this.syncAlways = builder.syncAlways;
        this.syncInterval = builder.syncInterval;
        this.maxMemoryBytes = builder.maxMemoryBytes;
        this.maxFileBytes = builder.maxFileBytes;
        this.domain = builder.domain;
        this.uniqueTag = builder.uniqueTag;
        this.extensionHint = builder.extensionHint;
        this.maxBufferedMessages = builder.maxBufferedMessages;
        this.maxBufferedBytes = builder.maxBufferedBytes;
        this.requestQueueLimit = builder.requestQueueLimit;
        this.infoQueueLimit = builder.infoQueueLimit;
        this.defaultDomains = Collections.unmodifiableMap(new LinkedHashMap<>(builder.defaultDomains));
        this.limits = builder.limits;
        this.encryption = builder.encryption;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.enabled = enabled;
        builder.memoryOnly = memoryOnly;
        builder.strict = strict;
        builder.storeDir = storeDir;
        builder.syncAlways = syncAlways;
        builder.syncInterval = syncInterval;
        builder.maxMemoryBytes = maxMemoryBytes;
        builder.maxFileBytes = maxFileBytes;
        builder.domain = domain;
        builder.uniqueTag = uniqueTag;
        builder.extensionHint = extensionHint;
        builder.maxBufferedMessages = maxBufferedMessages;
        builder.maxBufferedBytes = maxBufferedBytes;
        builder.requestQueueLimit = requestQueueLimit;
        builder.infoQueueLimit = infoQueueLimit;
        builder.defaultDomains.putAll(defaultDomains);
        builder.limits = limits;
        builder.encryption = encryption;
        return builder;
    }

    /** Whether the server has JetStream. */
    public boolean enabled() {
        return enabled;
    }

    /** Whether streams that ask for files are kept in memory too, and end with the server: for tests. */
    public boolean memoryOnly() {
        return memoryOnly;
    }

    /** Whether a request with an unknown field is refused. */
    public boolean strict() {
        return strict;
    }

    /** The folder that files are kept in; a folder {@code jetstream} is made inside. */
    public @Nullable Path storeDir() {
        return storeDir;
    }

    /** Whether an acknowledgement waits until its message is synced to the disk. */
    public boolean syncAlways() {
        return syncAlways;
    }

    /** How often files are synced where {@link #syncAlways} is off. */
    public Duration syncInterval() {
        return syncInterval;
    }

    /** How much memory streams may take, in bytes; -1 for three quarters of the machine's. */
    public long maxMemoryBytes() {
        return maxMemoryBytes;
    }

    /** How much room files may take, in bytes; -1 for three quarters of what is free. */
    public long maxFileBytes() {
        return maxFileBytes;
    }

    /** The name of the domain that this server belongs to. */
    public @Nullable String domain() {
        return domain;
    }

    /** The prefix of the server tag that no two replicas of a stream may share. */
    public @Nullable String uniqueTag() {
        return uniqueTag;
    }

    /** Whether another domain is extended by this server. */
    public @Nullable String extensionHint() {
        return extensionHint;
    }

    /** How many messages may wait for one stream. */
    public long maxBufferedMessages() {
        return maxBufferedMessages;
    }

    /** How many bytes of messages may wait for one stream. */
    public long maxBufferedBytes() {
        return maxBufferedBytes;
    }

    /** How many API requests may wait. */
    public long requestQueueLimit() {
        return requestQueueLimit;
    }

    /** How many API requests for information may wait. */
    public long infoQueueLimit() {
        return infoQueueLimit;
    }

    /** Which domain an account without JetStream means when it names none, by account; an empty name means none. */
    public Map<String, String> defaultDomains() {
        return defaultDomains;
    }

    /** The bounds of single streams and consumers. */
    public JetStreamLimitOptions limits() {
        return limits;
    }

    /** How files are encrypted. */
    public EncryptionOptions encryption() {
        return encryption;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "JetStreamOptions[", "]");
        text.add("enabled=" + enabled);
        text.add("memoryOnly=" + memoryOnly);
        text.add("strict=" + strict);
        text.add("storeDir=" + storeDir);
        text.add("syncAlways=" + syncAlways);
        text.add("syncInterval=" + syncInterval);
        text.add("maxMemoryBytes=" + maxMemoryBytes);
        text.add("maxFileBytes=" + maxFileBytes);
        text.add("domain=" + domain);
        text.add("uniqueTag=" + uniqueTag);
        text.add("extensionHint=" + extensionHint);
        text.add("maxBufferedMessages=" + maxBufferedMessages);
        text.add("maxBufferedBytes=" + maxBufferedBytes);
        text.add("requestQueueLimit=" + requestQueueLimit);
        text.add("infoQueueLimit=" + infoQueueLimit);
        text.add("defaultDomains=" + defaultDomains);
        text.add("limits=" + limits);
        text.add("encryption=" + encryption);
        return text.toString();
    }

    /** Collects the values of {@link JetStreamOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private boolean enabled = false;
        private boolean memoryOnly = false;
        private boolean strict = true;
        private @Nullable Path storeDir;
        private boolean syncAlways = true;
        private Duration syncInterval = Duration.ofMinutes(2);
        private long maxMemoryBytes = -1;
        private long maxFileBytes = -1;
        private @Nullable String domain;
        private @Nullable String uniqueTag;
        private @Nullable String extensionHint;
        private long maxBufferedMessages = 100_000;
        private long maxBufferedBytes = 128L * 1024 * 1024;
        private long requestQueueLimit = 10_000;
        private long infoQueueLimit = 10_000;
        private final Map<String, String> defaultDomains = new LinkedHashMap<>();
        private JetStreamLimitOptions limits = JetStreamLimitOptions.builder().build();
        private EncryptionOptions encryption = EncryptionOptions.NONE;

        private Builder() {}

        /** Whether the server has JetStream. Default false. */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /** Whether streams that ask for files are kept in memory too, and end with the server: for tests. Default false. */
        public Builder memoryOnly(boolean memoryOnly) {
            this.memoryOnly = memoryOnly;
            return this;
        }

        /** Whether a request with an unknown field is refused. Default true. */
        public Builder strict(boolean strict) {
            this.strict = strict;
            return this;
        }

        /** The folder that files are kept in; a folder {@code jetstream} is made inside. Default {@code nats} in the folder for temporary files. */
        public Builder storeDir(@Nullable Path storeDir) {
            this.storeDir = storeDir;
            return this;
        }

        /** Whether an acknowledgement waits until its message is synced to the disk. Default true, unlike nats-server. */
        public Builder syncAlways(boolean syncAlways) {
            this.syncAlways = syncAlways;
            return this;
        }

        /** How often files are synced where {@link #syncAlways} is off. Default 2 minutes. */
        public Builder syncInterval(Duration syncInterval) {
            this.syncInterval = Objects.requireNonNull(syncInterval, "syncInterval");
            return this;
        }

        /** How much memory streams may take, in bytes; -1 for three quarters of the machine's. Default -1. */
        public Builder maxMemoryBytes(long maxMemoryBytes) {
            this.maxMemoryBytes = maxMemoryBytes;
            return this;
        }

        /** How much room files may take, in bytes; -1 for three quarters of what is free. Default -1. */
        public Builder maxFileBytes(long maxFileBytes) {
            this.maxFileBytes = maxFileBytes;
            return this;
        }

        /** The name of the domain that this server belongs to. Default none. */
        public Builder domain(@Nullable String domain) {
            this.domain = domain;
            return this;
        }

        /** The prefix of the server tag that no two replicas of a stream may share. Default none. */
        public Builder uniqueTag(@Nullable String uniqueTag) {
            this.uniqueTag = uniqueTag;
            return this;
        }

        /** Whether another domain is extended by this server. Default none. */
        public Builder extensionHint(@Nullable String extensionHint) {
            this.extensionHint = extensionHint;
            return this;
        }

        /** How many messages may wait for one stream. Default 100,000. */
        public Builder maxBufferedMessages(long maxBufferedMessages) {
            this.maxBufferedMessages = maxBufferedMessages;
            return this;
        }

        /** How many bytes of messages may wait for one stream. Default 128 MiB. */
        public Builder maxBufferedBytes(long maxBufferedBytes) {
            this.maxBufferedBytes = maxBufferedBytes;
            return this;
        }

        /** How many API requests may wait. Default 10,000. */
        public Builder requestQueueLimit(long requestQueueLimit) {
            this.requestQueueLimit = requestQueueLimit;
            return this;
        }

        /** How many API requests for information may wait. Default 10,000. */
        public Builder infoQueueLimit(long infoQueueLimit) {
            this.infoQueueLimit = infoQueueLimit;
            return this;
        }

        /** Replaces: which domain an account without JetStream means when it names none, by account ({@code default_js_domain}). Default none. */
        public Builder defaultDomains(Map<String, String> domains) {
            defaultDomains.clear();
            defaultDomains.putAll(domains);
            return this;
        }

        /** The bounds of single streams and consumers. Default those of {@link JetStreamLimitOptions}. */
        public Builder limits(JetStreamLimitOptions limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /** How files are encrypted. Default not at all. */
        public Builder encryption(EncryptionOptions encryption) {
            this.encryption = Objects.requireNonNull(encryption, "encryption");
            return this;
        }

        /** How files are encrypted: changes what is set so far. */
        public Builder encryption(UnaryOperator<EncryptionOptions.Builder> change) {
            return encryption(change.apply(encryption.toBuilder()).build());
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public JetStreamOptions build() {
            return new JetStreamOptions(this);
        }
    }
}
