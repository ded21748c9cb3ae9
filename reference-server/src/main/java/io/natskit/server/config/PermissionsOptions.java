// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What a user may publish and subscribe to. A deny wins over an allow; subscribe entries may be {@code "subject queue"}. */
public final class PermissionsOptions {
    private final @Nullable List<String> publishAllow;
    private final List<String> publishDeny;
    private final @Nullable List<String> subscribeAllow;
    private final List<String> subscribeDeny;
    private final @Nullable ResponsePermissionsOptions responses;

    private PermissionsOptions(Builder builder) {
        this.publishAllow = builder.publishAllow == null ? null : List.copyOf(builder.publishAllow);
        this.publishDeny = List.copyOf(builder.publishDeny);
        this.subscribeAllow = builder.subscribeAllow == null ? null : List.copyOf(builder.subscribeAllow);
        this.subscribeDeny = List.copyOf(builder.subscribeDeny);
        this.responses = builder.responses;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.publishAllow = publishAllow;
        builder.publishDeny.addAll(publishDeny);
        builder.subscribeAllow = subscribeAllow;
        builder.subscribeDeny.addAll(subscribeDeny);
        builder.responses = responses;
        return builder;
    }

    /** The subjects that may be published to. */
    public @Nullable List<String> publishAllow() {
        return publishAllow;
    }

    /** The subjects that may not be published to. */
    public List<String> publishDeny() {
        return publishDeny;
    }

    /** The subjects, each with an optional queue group, that may be subscribed to. */
    public @Nullable List<String> subscribeAllow() {
        return subscribeAllow;
    }

    /** The subjects, each with an optional queue group, that may not be subscribed to. */
    public List<String> subscribeDeny() {
        return subscribeDeny;
    }

    /** Leave to answer what was received, though the reply subject is not allowed otherwise. */
    public @Nullable ResponsePermissionsOptions responses() {
        return responses;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "PermissionsOptions[", "]");
        text.add("publishAllow=" + publishAllow);
        text.add("publishDeny=" + publishDeny);
        text.add("subscribeAllow=" + subscribeAllow);
        text.add("subscribeDeny=" + subscribeDeny);
        text.add("responses=" + responses);
        return text.toString();
    }

    /** Collects the values of {@link PermissionsOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private @Nullable List<String> publishAllow;
        private final List<String> publishDeny = new ArrayList<>();
        private @Nullable List<String> subscribeAllow;
        private final List<String> subscribeDeny = new ArrayList<>();
        private @Nullable ResponsePermissionsOptions responses;

        private Builder() {}

        /** The subjects that may be published to. Null, the default, means all; an empty list means none. */
        public Builder publishAllow(@Nullable List<String> publishAllow) {
            this.publishAllow = publishAllow;
            return this;
        }

        /** Replaces: the subjects that may not be published to. Default none. */
        public Builder publishDeny(Iterable<String> values) {
            publishDeny.clear();
            values.forEach(publishDeny::add);
            return this;
        }

        /** The subjects, each with an optional queue group, that may be subscribed to. Null, the default, means all; an empty list means none. */
        public Builder subscribeAllow(@Nullable List<String> subscribeAllow) {
            this.subscribeAllow = subscribeAllow;
            return this;
        }

        /** Replaces: the subjects, each with an optional queue group, that may not be subscribed to. Default none. */
        public Builder subscribeDeny(Iterable<String> values) {
            subscribeDeny.clear();
            values.forEach(subscribeDeny::add);
            return this;
        }

        /** Leave to answer what was received, though the reply subject is not allowed otherwise. Default none. */
        public Builder responses(@Nullable ResponsePermissionsOptions responses) {
            this.responses = responses;
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public PermissionsOptions build() {
            return new PermissionsOptions(this);
        }
    }
}
