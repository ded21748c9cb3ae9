// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Virtual threads, where the JDK has them (21 and later); found once, since the code is built for 17. */
public final class VirtualThreads {
    private static final @Nullable MethodHandle START = find();

    private VirtualThreads() {}

    private static @Nullable MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** Starts a virtual thread for each task, called {@code name}; null where there are none. */
    public static @Nullable Executor executor(String name) {
        MethodHandle start = START;
        if (start == null) {
            return null;
        }
        return task -> {
            try {
                Object thread = start.invoke((Runnable) () -> {
                    Thread.currentThread().setName(name);
                    task.run();
                });
                if (thread == null) {
                    throw new RejectedExecutionException("no virtual thread");
                }
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new RejectedExecutionException("cannot start a virtual thread", e);
            }
        };
    }
}
