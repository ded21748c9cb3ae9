// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.transport.EventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between one stream, or one consumer, and the loop that it shares with others: what it does on the loop goes through here, and a
 * {@link RuntimeException} of it reaches its owner, who takes it out of service, and nobody else. An {@link Error} passes: it ends the
 * loop, and the process with it (row R5). Confined to the loop, but for what {@link #elsewhere} runs.
 */
public final class Fence {
    private static final int FRAMES = 6;

    private final Consumer<RuntimeException> owner;

    /** A fence whose owner is told of each fault, on the loop. What the owner throws is not caught. */
    public Fence(Consumer<RuntimeException> owner) {
        this.owner = owner;
    }

    /** Does something, or tells the owner why it could not be done. */
    public void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException fault) {
            owner.accept(fault);
        }
    }

    /** Tells the owner of a fault that was caught. */
    public void report(RuntimeException fault) {
        owner.accept(fault);
    }

    /** The same work within the fence: for timers, and for what the loop is to do later. */
    public Runnable around(Runnable work) {
        return () -> run(work);
    }

    /** The same handler within the fence. */
    public LocalInbox.Handler handler(LocalInbox.Handler handler) {
        return new LocalInbox.Handler() {
            @Override
            public void received(LocalMessage message) {
                try {
                    handler.received(message);
                } catch (RuntimeException fault) {
                    owner.accept(fault);
                }
            }

            @Override
            public void batchEnded() {
                run(handler::batchEnded);
            }

            @Override
            public void tooLate(LocalMessage message) {
                run(() -> handler.tooLate(message));
            }
        };
    }

    /** Does what waits for disks on another thread; {@code then} goes on with it on the loop, within the fence, and gets the fault if there was one. */
    public void elsewhere(Executor pool, EventLoop loop, Runnable work, Consumer<@Nullable RuntimeException> then) {
        Runnable task = () -> {
            RuntimeException fault = null;
            try {
                work.run();
            } catch (RuntimeException e) {
                fault = e;
            } catch (Error e) {
                // the pool would keep it to itself
                loop.execute(() -> {
                    throw e;
                });
                return;
            }
            RuntimeException outcome = fault;
            loop.execute(() -> run(() -> then.accept(outcome)));
        };
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            task.run(); // the server stops
        }
    }

    /** A fault in one line for the log: what it is, and where. */
    public static String describe(RuntimeException fault) {
        StringBuilder text = new StringBuilder(String.valueOf(fault));
        StackTraceElement[] frames = fault.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            text.append(i == 0 ? " at " : " < ").append(frames[i]);
        }
        return text.toString();
    }
}
