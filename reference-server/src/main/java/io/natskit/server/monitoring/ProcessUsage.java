// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Memory and processor time of this process, as the operating system counts them. Any thread. */
public final class ProcessUsage {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long PAGE_BYTES = 4096;
    private static final long INTERVAL_NANOS = 1_000_000_000;

    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private long lastNanos = System.nanoTime();
    private long lastBusyNanos = -1;
    private double percent;

    /** Begins to measure with the first question. */
    public ProcessUsage() {}

    /** The resident memory in bytes; where the system does not tell, what the heap takes. */
    long memoryBytes() {
        try {
            String[] pages = Files.readString(STATM, StandardCharsets.US_ASCII).split(" ", 3);
            return Long.parseLong(pages[1]) * PAGE_BYTES;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }
    }

    /** The share of a core that was taken lately, in percent, rounded to a tenth; measured anew after a second. */
    double processorPercent() {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (lastBusyNanos < 0 || now - lastNanos >= INTERVAL_NANOS) {
                long busy = ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .map(Duration::toNanos)
                        .orElse(0L);
                if (lastBusyNanos >= 0) {
                    percent = Math.round(1000.0 * (busy - lastBusyNanos) / (now - lastNanos)) / 10.0;
                }
                lastBusyNanos = busy;
                lastNanos = now;
            }
            return percent;
        } finally {
            lock.unlock();
        }
    }
}
