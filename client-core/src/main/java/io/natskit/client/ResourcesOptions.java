// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.checks.Checks;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How {@link ClientResources} are made; immutable. */
public final class ResourcesOptions {

    private final int readerLoops;
    private final int callbackThreads;
    private final @Nullable Executor callbackExecutor;
    private final @Nullable ThreadFactory threadFactory;
    private final String threadNamePrefix;

    private ResourcesOptions(Builder b) {
        readerLoops = b.readerLoops;
        callbackThreads = b.callbackThreads;
        callbackExecutor = b.callbackExecutor;
        threadFactory = b.threadFactory;
        threadNamePrefix = b.threadNamePrefix;
    }

    /** The defaults, changed by {@code spec}. */
    public static ResourcesOptions of(Consumer<Builder> spec) {
        Builder builder = new Builder();
        spec.accept(builder);
        return new ResourcesOptions(builder);
    }

    /** Threads that read and write for all connections. */
    public int readerLoops() {
        return readerLoops;
    }

    /** Platform threads of the callback executor, where there are no virtual ones. */
    public int callbackThreads() {
        return callbackThreads;
    }

    /** Where handlers run; empty for one that comes with the resources. */
    public Optional<Executor> callbackExecutor() {
        return Optional.ofNullable(callbackExecutor);
    }

    /** What makes threads; empty for daemon threads. */
    public Optional<ThreadFactory> threadFactory() {
        return Optional.ofNullable(threadFactory);
    }

    /** What names of threads begin with. */
    public String threadNamePrefix() {
        return threadNamePrefix;
    }

    /** Collects choices; not safe for use by several threads. */
    public static final class Builder {
        private int readerLoops = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
        private int callbackThreads = Math.max(2, Runtime.getRuntime().availableProcessors());
        private @Nullable Executor callbackExecutor;
        private @Nullable ThreadFactory threadFactory;
        private String threadNamePrefix = "natskit";

        private Builder() {}

        /** Threads that read and write for all connections, at least 1; default half the processors, 1 to 4. */
        public Builder readerLoops(int threads) {
            this.readerLoops = Checks.positive("readerLoops", threads);
            return this;
        }

        /** Platform threads of the callback executor, at least 1; default the processors, at least 2. Means nothing on Java 21 and later. */
        public Builder callbackThreads(int threads) {
            this.callbackThreads = Checks.positive("callbackThreads", threads);
            return this;
        }

        /** Where handlers and dependent stages run; default virtual threads on Java 21 and later, otherwise a pool. Is not closed with the resources. */
        public Builder callbackExecutor(Executor executor) {
            this.callbackExecutor = executor;
            return this;
        }

        /** What makes the threads that read, write and time; default daemon threads. */
        public Builder threadFactory(ThreadFactory factory) {
            this.threadFactory = factory;
            return this;
        }

        /** What names of threads begin with; default {@code natskit}. */
        public Builder threadNamePrefix(String prefix) {
            this.threadNamePrefix = Checks.notBlank("threadNamePrefix", prefix);
            return this;
        }
    }
}
