// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one pull asks for: {@code consumer.fetch(f -> f.messages(100).expires(ofSeconds(2)))}. */
public final class FetchSpec {
    private int messages = 1;
    private long bytes;
    private Duration expires = Duration.ofSeconds(30);
    private @Nullable Duration heartbeat;
    private boolean noWait;
    private @Nullable String group;
    private GroupSpec groupSpec = new GroupSpec();

    /** One message, waited for at most 30 s. */
    public FetchSpec() {}

    /** At most so many messages; default 1. */
    public FetchSpec messages(int messages) {
        this.messages = Checks.atLeast("messages", messages, 1);
        return this;
    }

    /** At most so many bytes (subject, reply, headers, payload) instead of a number of messages. */
    public FetchSpec bytes(long bytes) {
        this.bytes = Checks.atLeast("bytes", bytes, 1);
        if (messages == 1) {
            this.messages = 1_000_000;
        }
        return this;
    }

    /** How long messages are waited for; default 30 s. */
    public FetchSpec expires(Duration expires) {
        this.expires = Checks.positive("expires", expires);
        return this;
    }

    /** Has the server say every so often that it is there; default: a quarter minute for pulls of more than 30 s, else none. At most half of the time. */
    public FetchSpec heartbeat(Duration idle) {
        this.heartbeat = Checks.positive("heartbeat", idle);
        return this;
    }

    /** Ends at once with what is there. */
    public FetchSpec noWait() {
        this.noWait = true;
        return this;
    }

    /** Pulls as a member of a priority group. */
    public FetchSpec group(String name, Consumer<GroupSpec> spec) {
        this.group = Checks.notBlank("group", name);
        GroupSpec fresh = new GroupSpec();
        spec.accept(fresh);
        this.groupSpec = fresh;
        return this;
    }

    /** See {@link #messages(int)}. */
    public int messages() {
        return messages;
    }

    /** See {@link #bytes(long)}; 0 for no bound. */
    public long bytes() {
        return bytes;
    }

    /** See {@link #expires(Duration)}. */
    public Duration expires() {
        return expires;
    }

    /** The heartbeat; zero for none. */
    public Duration heartbeat() {
        if (heartbeat != null) {
            return heartbeat;
        }
        return expires.compareTo(Duration.ofSeconds(30)) > 0 && !noWait ? Duration.ofSeconds(15) : Duration.ZERO;
    }

    /** See {@link #noWait()}. */
    public boolean waits() {
        return !noWait;
    }

    /** The priority group, if any. */
    public Optional<String> group() {
        return Optional.ofNullable(group);
    }

    /** How to pull as its member. */
    public GroupSpec groupSpec() {
        return groupSpec;
    }
}
