// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.mqtt;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Bounded waiting for what comes on threads of the clients. */
final class Queues {
    private Queues() {}

    static <T> T take(BlockingQueue<T> queue) {
        try {
            T taken = queue.poll(Device.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (taken == null) {
                throw new IllegalStateException("nothing came in " + Device.PATIENCE);
            }
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(Device.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("still connected after " + Device.PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
