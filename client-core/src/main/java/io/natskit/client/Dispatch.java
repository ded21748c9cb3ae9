// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.checks.Checks;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the handler of a subscription runs. A handler that dawdles or throws harms its own subscription only, except {@link #inline()}. None of these keeps a thread
 * for a subscription that has nothing to do.
 */
public sealed interface Dispatch {

    /** One message at a time, in order, on the resources' callback executor: virtual threads on 21 and later, a small pool before. The default. */
    static Dispatch serial() {
        return new Serial(null);
    }

    /** One message at a time, in order, on {@code executor}. */
    static Dispatch serial(Executor executor) {
        return new Serial(executor);
    }

    /** One message at a time over all subscriptions that are given the same lane, in the order of their arrival. */
    static Dispatch lane() {
        return new Lane();
    }

    /** On the thread that reads the socket: the fastest, for handlers that never wait. A slow one holds up the whole connection. */
    static Dispatch inline() {
        return Inline.INSTANCE;
    }

    /** Up to {@code concurrency} messages (at least 1) at a time, in no order, on the resources' callback executor. */
    static Dispatch parallel(int concurrency) {
        return new Parallel(Checks.positive("concurrency", concurrency), null);
    }

    /** Up to {@code concurrency} messages (at least 1) at a time, in no order, on {@code executor}. */
    static Dispatch parallel(int concurrency, Executor executor) {
        return new Parallel(Checks.positive("concurrency", concurrency), executor);
    }

    /** Messages of one key in order, those of different keys up to {@code lanes} (at least 1) at a time; the key is taken on the delivering thread. */
    static Dispatch keyed(int lanes, Function<? super Message, ?> key) {
        return new Keyed(Checks.positive("lanes", lanes), key);
    }

    /** A new virtual thread for each message, in no order; needs Java 21, {@link UnsupportedOperationException} at subscribe before. */
    static Dispatch virtualThreads() {
        return VirtualThreads.INSTANCE;
    }

    /** See {@link #inline()}. */
    enum Inline implements Dispatch {
        /** The only one. */
        INSTANCE
    }

    /** See {@link #virtualThreads()}. */
    enum VirtualThreads implements Dispatch {
        /** The only one. */
        INSTANCE
    }

    /**
     * See {@link #serial()}.
     *
     * @param executorOrNull where, or null for the resources' callback executor
     */
    record Serial(@Nullable Executor executorOrNull) implements Dispatch {
        /** Where; empty for the resources' callback executor. */
        public Optional<Executor> executor() {
            return Optional.ofNullable(executorOrNull);
        }
    }

    /**
     * See {@link #parallel(int)}.
     *
     * @param concurrency how many at a time
     * @param executorOrNull where, or null for the resources' callback executor
     */
    record Parallel(int concurrency, @Nullable Executor executorOrNull) implements Dispatch {
        /** Where; empty for the resources' callback executor. */
        public Optional<Executor> executor() {
            return Optional.ofNullable(executorOrNull);
        }
    }

    /**
     * See {@link #keyed(int, Function)}.
     *
     * @param lanes how many keys at a time
     * @param key what orders messages
     */
    record Keyed(int lanes, Function<? super Message, ?> key) implements Dispatch {}

    /** See {@link #lane()}; equal to itself alone. */
    final class Lane implements Dispatch {
        private Lane() {}

        @Override
        public String toString() {
            return "Lane@" + Integer.toHexString(hashCode());
        }
    }
}
