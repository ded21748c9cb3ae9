// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.wire.json.JsonWriter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadInfo;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the process is about: its command line and memory ({@code /debug/vars}), and what its threads do ({@code /stacksz}). The names of the
 * fields are those of Go, with what comes closest to them in a JVM.
 */
final class Processes {
    private static final int FRAMES_MAX = 256;

    private Processes() {}

    static void vars(JsonWriter json) {
        json.strings("cmdline", commandLine());
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        json.begin("memstats")
                .field("Alloc", heap.getUsed())
                .field("Sys", heap.getCommitted() + other.getCommitted())
                .field("HeapAlloc", heap.getUsed())
                .field("HeapSys", heap.getCommitted())
                .field("HeapIdle", heap.getCommitted() - heap.getUsed())
                .field("HeapInuse", heap.getUsed())
                .field("OtherSys", other.getCommitted())
                .field(
                        "PauseTotalNs",
                        1_000_000
                                * collectors.stream()
                                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                                        .filter(millis -> millis > 0)
                                        .sum())
                .field(
                        "NumGC",
                        collectors.stream()
                                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                                .filter(count -> count > 0)
                                .sum())
                .field("EnableGC", true)
                .end();
    }

    private static List<String> commandLine() {
        ProcessHandle.Info info = ProcessHandle.current().info();
        return ShownArguments.of(Stream.concat(
                        info.command().stream(), Stream.of(info.arguments().orElse(new String[0])))
                .toList());
    }

    /** What every thread is doing, one after another. */
    static String stacks() {
        StringBuilder text = new StringBuilder();
        for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true, FRAMES_MAX)) {
            text.append('"').append(thread.getThreadName()).append("\" #").append(thread.getThreadId());
            text.append(' ').append(thread.getThreadState());
            if (thread.getLockName() != null) {
                text.append(" on ").append(thread.getLockName());
            }
            text.append('\n');
            for (StackTraceElement frame : thread.getStackTrace()) {
                text.append("\tat ").append(frame).append('\n');
            }
            text.append('\n');
        }
        return text.toString();
    }
}
