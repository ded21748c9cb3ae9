// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.SubscribeOptions;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** A queue group shares work: each message goes to one of its members. */
public final class QueueGroup {

    private static final int WORKERS = 3;
    private static final int TASKS = 300;

    private QueueGroup() {}

    /** Runs it; the first argument is a server's URL, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, QueueGroup::run);
    }

    static void run(String url) throws Exception {
        try (Connection connection = Nats.connect(url)) {
            AtomicIntegerArray done = new AtomicIntegerArray(WORKERS);
            AtomicIntegerArray times = new AtomicIntegerArray(TASKS);
            CountDownLatch all = new CountDownLatch(TASKS);
            for (int i = 0; i < WORKERS; i++) {
                int worker = i;
                connection.subscribe("tasks", SubscribeOptions.queue("workers"), message -> {
                    done.incrementAndGet(worker);
                    times.incrementAndGet(Integer.parseInt(message.text()));
                    all.countDown();
                });
            }
            for (int task = 0; task < TASKS; task++) {
                connection.publish("tasks", Integer.toString(task));
            }
            Sample.check("all tasks were done in time", true, all.await(10, TimeUnit.SECONDS));

            BitSet once = new BitSet();
            for (int task = 0; task < TASKS; task++) {
                once.set(task, times.get(task) == 1);
            }
            for (int worker = 0; worker < WORKERS; worker++) {
                System.out.println("worker " + worker + " did " + done.get(worker) + " tasks");
                Sample.check("worker " + worker + " did some", true, done.get(worker) > 0);
            }
            Sample.check("tasks done exactly once", TASKS, once.cardinality());
        }
    }
}
