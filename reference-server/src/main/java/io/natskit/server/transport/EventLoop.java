// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread that waits for its connections, lets each read once, runs what others sent it, and at the end of the turn writes every
 * stage that the turn filled. Everything is confined to that thread except {@link #execute} and {@link #connections}.
 */
public final class EventLoop {
    private static final int READ_BYTES = 64 * 1024;
    private static final int PAGE_BYTES = 4096;
    private static final int CONTENDED_READ_BYTES = 32 * 1024;
    private static final int TASKS_PER_TURN = 64;
    private static final long STAGED_BYTES_MAX = 32L * 1024 * 1024;
    private static final long BUSY_WINDOW_NANOS = 250_000_000;

    private final int index;
    private final Selector selector;
    private final LoopClock clock;
    private final Thread thread;
    private final FatalErrors fatal;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean sleeping = new AtomicBoolean();
    private final ArrayDeque<Runnable> afterwards = new ArrayDeque<>();
    private final TimerQueue timers = new TimerQueue();
    private final SegmentPool segments;
    private final ArrayPool arrays = new ArrayPool();
    private final SharedTails sharedTails;
    private final Consumer<SelectionKey> onReady = this::ready;

    // per turn
    private @Nullable ByteBuffer readBuffer;
    private byte[] input = new byte[0];
    private Stage[] dirty = new Stage[16];
    private int dirtyCount;
    private long stagedBytes;
    private boolean turnStarted;
    private int readsThisTurn;
    private int readsLastTurn;
    private long now;

    // read by other threads
    private volatile boolean stopping;
    private volatile int connections;
    private volatile int busyPermille;
    private long busyNanos;
    private long windowStart;

    EventLoop(int index, String name, LoopClock clock, SegmentPool.Shared shared, FatalErrors fatal)
            throws IOException {
        this.index = index;
        this.clock = clock;
        this.fatal = fatal;
        this.selector = Selector.open();
        this.segments = new SegmentPool(shared);
        this.sharedTails = new SharedTails(this, segments);
        this.now = clock.nanos();
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Told of what ends a loop, and with it the server: a half-alive server helps nobody. */
    public interface FatalErrors {
        /** An error that no connection can answer for; called on the loop, once. */
        void loopDied(Throwable cause);
    }

    /** The place of this loop among its siblings; stages and caches are kept by it. */
    public int index() {
        return index;
    }

    /** The time of this turn. */
    public long now() {
        return now;
    }

    /** The time by the clock of the loops, as it is now. Any thread. */
    public long clockNanos() {
        return clock.nanos();
    }

    /** Whether the caller is this loop. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Runs something on the loop, soon and in order. Safe on any thread; after the loop ended it does nothing. */
    public void execute(Runnable task) {
        tasks.add(task);
        if (sleeping.get() && sleeping.compareAndSet(true, false)) {
            selector.wakeup();
        }
    }

    /** Whether it was stopped or died: what is given to it from now on may never run. Any thread. */
    public boolean ended() {
        return stopping;
    }

    /** Runs something once everything that this turn has staged is written, as far as sockets take it; on the loop only. */
    public void afterTurn(Runnable task) {
        afterwards.add(task);
    }

    /** Sets or moves a timer; on the loop only. */
    public void schedule(LoopTimer timer, long delayNanos) {
        timers.schedule(timer, now + delayNanos);
    }

    /** Takes a timer out; on the loop only. */
    public void cancel(LoopTimer timer) {
        timers.cancel(timer);
    }

    /** The number of connections that live here. */
    public int connections() {
        return connections;
    }

    /** How much of the last while was spent working, in thousandths. */
    int busyPermille() {
        return busyPermille;
    }

    void start() {
        thread.start();
    }

    /** Asks the loop to end; its connections must be closed already. */
    void stop() {
        stopping = true;
        wakeUp();
    }

    void wakeUp() {
        sleeping.set(false);
        selector.wakeup();
    }

    void join(long millis) throws InterruptedException {
        if (!isCurrent()) {
            thread.join(millis);
        }
    }

    Selector selector() {
        return selector;
    }

    SegmentPool segments() {
        return segments;
    }

    /** The large messages of this turn that go to several targets. */
    SharedTails sharedTails() {
        return sharedTails;
    }

    ArrayPool arrays() {
        return arrays;
    }

    void connectionAdded() {
        connections++;
    }

    void connectionRemoved() {
        connections--;
    }

    /** A ready connection is about to be read: counted, since several in a turn read less each. */
    void noteRead() {
        readsThisTurn++;
    }

    /** The loop's input buffer, limited to this turn's budget for one connection. */
    ByteBuffer readBuffer() {
        ByteBuffer buffer = readBuffer;
        if (buffer == null) {
            // at the beginning of a page: at some other offsets the kernel copies at a third of its speed
            buffer = ByteBuffer.allocateDirect(READ_BYTES + PAGE_BYTES)
                    .alignedSlice(PAGE_BYTES)
                    .slice(0, READ_BYTES);
            readBuffer = buffer;
        }
        buffer.clear();
        if (readsLastTurn > 1 || readsThisTurn > 1) {
            buffer.limit(CONTENDED_READ_BYTES);
        }
        return buffer;
    }

    /** The array that input is parsed in, at least that long. */
    byte[] input(int length) {
        if (input.length < length) {
            input = new byte[Math.max(length, READ_BYTES + 8 * 1024)];
        }
        return input;
    }

    /** Remembers a stage that has to be written at the end of the turn. */
    void addDirty(Stage stage) {
        if (dirtyCount == dirty.length) {
            dirty = Arrays.copyOf(dirty, dirtyCount * 2);
        }
        dirty[dirtyCount++] = stage;
    }

    /** Counts memory taken by stages; a turn that would take too much writes out what it has. */
    void staged(int bytes) {
        stagedBytes += bytes;
    }

    /** Whether the turn holds so much that further stages should start small. */
    boolean isCrowded() {
        return stagedBytes > STAGED_BYTES_MAX / 2;
    }

    /** Writes every stage out when they hold too much. Between two messages only. */
    void relieve() {
        if (stagedBytes > STAGED_BYTES_MAX) {
            flushDirty();
        }
    }

    /** Writes every stage that holds something. */
    void flushDirty() {
        int count = dirtyCount;
        for (int i = 0; i < count; i++) {
            Stage stage = dirty[i];
            stage.flushAtTurnEnd();
        }
        int added = dirtyCount - count;
        System.arraycopy(dirty, count, dirty, 0, added);
        Arrays.fill(dirty, added, dirtyCount, null);
        dirtyCount = added;
        stagedBytes = 0;
        if (added == 0) {
            sharedTails.release();
        }
    }

    private void run() {
        try {
            windowStart = System.nanoTime();
            while (!stopping) {
                turn();
            }
            runTasks(Integer.MAX_VALUE);
            flushDirty();
        } catch (Throwable cause) {
            stopping = true;
            fatal.loopDied(cause);
        } finally {
            try {
                closeConnections();
            } finally {
                closeSelector();
            }
        }
    }

    private void turn() throws IOException {
        turnStarted = false;
        readsLastTurn = readsThisTurn;
        readsThisTurn = 0;
        select();
        long began = startTurn();
        runTasks(TASKS_PER_TURN);
        timers.fire(now);
        flushDirty();
        runAfterwards();
        long ended = System.nanoTime();
        busyNanos += Math.max(0, ended - began);
        if (ended - windowStart > BUSY_WINDOW_NANOS) {
            busyPermille = (int) (busyNanos * 1000 / (ended - windowStart));
            busyNanos = 0;
            windowStart = ended;
        }
    }

    private long turnBegan;

    private long startTurn() {
        if (!turnStarted) {
            turnStarted = true;
            turnBegan = System.nanoTime();
            now = clock == LoopClock.SYSTEM ? turnBegan : clock.nanos();
        }
        return turnBegan;
    }

    private void select() throws IOException {
        long delay = timers.delayNanos(clock == LoopClock.SYSTEM ? System.nanoTime() : clock.nanos());
        if (delay == 0 || !tasks.isEmpty()) {
            selector.selectNow(onReady);
            return;
        }
        sleeping.set(true);
        if (!tasks.isEmpty() || stopping) {
            sleeping.set(false);
            selector.selectNow(onReady);
            return;
        }
        if (delay < 0 || clock != LoopClock.SYSTEM) {
            selector.select(onReady);
        } else {
            selector.select(onReady, delay / 1_000_000 + 1);
        }
        sleeping.set(false);
    }

    private void ready(SelectionKey key) {
        startTurn();
        Object attached = key.attachment();
        if (attached instanceof Connection connection) {
            connection.ready(key.readyOps());
        } else if (attached instanceof Runnable task) {
            task.run();
        }
    }

    private void runAfterwards() {
        for (Runnable task = afterwards.poll(); task != null; task = afterwards.poll()) {
            task.run();
        }
    }

    private void runTasks(int max) {
        for (int i = 0; i < max; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            task.run();
        }
    }

    /** What is still attached has no owner any more: a connection that lingers over its last words, or came while the loop ended. */
    private void closeConnections() {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            if (key.attachment() instanceof Connection connection) {
                connection.close();
            }
        }
    }

    private void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            // Nothing waits on it any more.
        }
    }
}
