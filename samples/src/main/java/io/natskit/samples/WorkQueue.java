// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamHandler;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A queue of jobs that outlives its workers: each job goes to one of them and leaves the stream when it is done. One worker drops a job; another gets it when the time for an answer
 * is over.
 */
public final class WorkQueue {
    private static final int JOBS = 100;

    private WorkQueue() {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, WorkQueue::run);
    }

    static void run(String url) throws Exception {
        try (Connection nats = Nats.connect(url)) {
            JetStream js = JetStream.on(nats);
            Sample.remove(js, "JOBS");
            StreamHandle jobs = js.createStream(StreamConfig.builder("JOBS")
                    .subjects("jobs.>")
                    .retention(RetentionPolicy.WORK_QUEUE)
                    .build());
            for (int i = 0; i < JOBS; i++) {
                js.async().publish("jobs.resize", Integer.toString(i).getBytes(StandardCharsets.UTF_8));
            }
            js.awaitAcks(Duration.ofSeconds(10));

            ConsumerHandle workers = jobs.createConsumer(ConsumerConfig.builder("workers")
                    .durable("workers")
                    .ackWait(Duration.ofSeconds(1))
                    .build());

            Set<String> done = ConcurrentHashMap.newKeySet();
            CountDownLatch all = new CountDownLatch(JOBS);
            AtomicInteger again = new AtomicInteger();
            JetStreamHandler worker = job -> {
                boolean first = job.metadata().delivered() == 1;
                if (first && job.metadata().streamSequence() == 42) {
                    return; // whoever got it forgets it: no answer, so it comes again
                }
                again.addAndGet(first ? 0 : 1);
                if (done.add(job.text())) {
                    all.countDown();
                }
                job.ackSync(Duration.ofSeconds(10));
            };
            try (Consuming one = workers.consume(worker);
                    Consuming two = workers.consume(worker)) {
                Sample.check("all jobs were done in time", true, all.await(30, TimeUnit.SECONDS));
                one.drain(Duration.ofSeconds(10));
                two.drain(Duration.ofSeconds(10));
            }
            Sample.check("different jobs", JOBS, done.size());
            Sample.check("jobs that came a second time", true, again.get() >= 1);
            Sample.await("jobs that are left", 0L, () -> jobs.info().state().messages());
            System.out.println(JOBS + " jobs done by two workers, " + again + " after a second delivery");
            jobs.delete();
        }
    }
}
