// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.BatchHandler;
import io.natskit.client.Dispatch;
import io.natskit.client.LimitOptions;
import io.natskit.client.Message;
import io.natskit.client.MessageHandler;
import io.natskit.client.MessageTracer;
import io.natskit.client.SubjectCheck;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.internal.delivery.Handling;
import io.natskit.client.internal.delivery.KeyedWorker;
import io.natskit.client.internal.delivery.LaneQueue;
import io.natskit.client.internal.delivery.Mailbox;
import io.natskit.client.internal.delivery.ParallelWorker;
import io.natskit.client.internal.delivery.ReceivedMessage;
import io.natskit.client.internal.delivery.SerialWorker;
import io.natskit.client.internal.delivery.ThreadPerMessageWorker;
import io.natskit.client.internal.delivery.VirtualThreads;
import io.natskit.client.internal.routing.MailboxLimits;
import io.natskit.client.internal.routing.PayloadRoom;
import io.natskit.client.internal.routing.Route;
import io.natskit.client.internal.rules.SubjectRules;
import io.natskit.client.internal.session.Session;
import io.natskit.client.internal.session.Tracing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Makes subscriptions: checks, bounds, and the worker that the dispatch asks for. Any thread. */
final class Subscriptions {
    private static final System.Logger LOG = System.getLogger("io.natskit.client");

    private final Session session;
    private final LimitOptions limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Dispatch.Lane, LaneQueue> lanes = new WeakHashMap<>();

    Subscriptions(Session session) {
        this.session = session;
        this.limits = session.options().limits();
    }

    String newInbox() {
        return Requests.newInbox(session);
    }

    /** A subscription whose messages wait until taken. */
    SubscriptionView pulled(String subject, SubscribeOptions options) {
        return pulled(options, route(subject, options, 1));
    }

    /** The same, with payloads that go where {@code room} says. */
    SubscriptionView pulled(String subject, SubscribeOptions options, PayloadRoom room) {
        Route route = route(subject, options, 1);
        route.payloadsIn(room);
        return pulled(options, route);
    }

    private SubscriptionView pulled(SubscribeOptions options, Route route) {
        SubscriptionView view = new SubscriptionView(session, route, false);
        route.seenAs(view);
        route.workedBy(view.nexts());
        return started(view, options);
    }

    SubscriptionView handled(String subject, SubscribeOptions options, MessageHandler handler) {
        Dispatch dispatch = options.dispatch().orElse(session.options().dispatch());
        Route route = route(subject, options, dispatch instanceof Dispatch.Parallel p ? p.concurrency() : 1);
        SubscriptionView view = new SubscriptionView(session, route, true);
        route.seenAs(view);
        dispatch(route, dispatch, new OneByOne(session, route, handler));
        return started(view, options);
    }

    SubscriptionView batched(String subject, SubscribeOptions options, BatchHandler handler) {
        Dispatch dispatch = options.dispatch().orElse(session.options().dispatch());
        Route route = route(subject, options, 1);
        SubscriptionView view = new SubscriptionView(session, route, true);
        route.seenAs(view);
        Executor executor =
                dispatch instanceof Dispatch.Serial s ? s.executor().orElse(session.callbacks()) : session.callbacks();
        route.workedBy(
                new SerialWorker(route.mailbox(), executor, new Batches(session, route, handler, options.batchMax())));
        return started(view, options);
    }

    /** A subscription of the library's own, whose messages are taken as bytes on the I/O thread. */
    Route tapped(String subject, Route.Tap tap) {
        Route route = route(subject, SubscribeOptions.defaults(), 1);
        route.seenAs(new SubscriptionView(session, route, true));
        route.tappedBy(tap);
        session.subscribe(route);
        return route;
    }

    private SubscriptionView started(SubscriptionView view, SubscribeOptions options) {
        if (options.maxMessages() > 0) {
            view.route().endsAfter(options.maxMessages());
        }
        session.subscribe(view.route());
        return view;
    }

    private Route route(String subject, SubscribeOptions options, int workersMax) {
        SubjectCheck check = limits.subjectCheck();
        SubjectRules.checkSubscribe(subject, check);
        String queue = options.queueGroup().orElse(null);
        if (queue != null) {
            SubjectRules.checkQueue(queue, check);
        }
        int line = subject.length() + (queue == null ? 0 : queue.length()) + 16;
        if (line > limits.controlLineMax()) {
            throw new IllegalArgumentException(
                    "subject and queue group: " + line + " bytes (expected: at most " + limits.controlLineMax() + ")");
        }
        MailboxLimits bounds = new MailboxLimits(
                orElse(options.pendingMessagesMax(), limits.pendingMessagesMax()),
                orElse(options.pendingBytesMax(), limits.pendingBytesMax()),
                options.overflow().orElse(limits.overflow()));
        Route route = new Route(session.routeHost(), subject, queue, bounds, workersMax);
        options.gate().ifPresent(route::guardedBy);
        return route;
    }

    private static long orElse(long chosen, long standard) {
        return chosen > 0 ? chosen : standard;
    }

    private void dispatch(Route route, Dispatch dispatch, Handling handling) {
        Mailbox mailbox = route.mailbox();
        Executor callbacks = session.callbacks();
        if (dispatch instanceof Dispatch.Inline) {
            route.handledInline(handling);
        } else if (dispatch instanceof Dispatch.Serial serial) {
            route.workedBy(new SerialWorker(mailbox, serial.executor().orElse(callbacks), handling));
        } else if (dispatch instanceof Dispatch.Parallel parallel) {
            route.workedBy(new ParallelWorker(mailbox, parallel.executor().orElse(callbacks), handling));
        } else if (dispatch instanceof Dispatch.Keyed keyed) {
            route.workedBy(new KeyedWorker(mailbox, callbacks, handling, keyed.lanes(), keyed.key()));
        } else if (dispatch instanceof Dispatch.Lane lane) {
            route.inLane(laneQueue(lane), handling);
        } else {
            Executor threads = Optional.ofNullable(VirtualThreads.executor("natskit-handler"))
                    .orElseThrow(() -> new UnsupportedOperationException("Dispatch.virtualThreads() on Java "
                            + Runtime.version().feature() + " (expected: 21 or later)"));
            route.workedBy(new ThreadPerMessageWorker(mailbox, threads, handling));
        }
    }

    private LaneQueue laneQueue(Dispatch.Lane lane) {
        lock.lock();
        try {
            return lanes.computeIfAbsent(lane, l -> new LaneQueue(session.callbacks()));
        } finally {
            lock.unlock();
        }
    }

    /** Calls the user's handler for each message. */
    private record OneByOne(Session session, Route route, MessageHandler handler) implements Handling {
        @Override
        public void handle(ReceivedMessage message) {
            Tracing tracing = session.tracing();
            MessageTracer.@Nullable Handling traced = tracing == null ? null : tracing.handling(message);
            Throwable error = null;
            try {
                handler.onMessage(message);
            } catch (Throwable e) {
                error = e;
                failed(session, route, e);
            } finally {
                if (traced != null) {
                    traced.ended(error);
                }
            }
        }
    }

    /** Gathers messages for the user's batch handler. One thread at a time. */
    private static final class Batches implements Handling {
        private final Session session;
        private final Route route;
        private final BatchHandler handler;
        private final int max;
        private List<Message> gathered = new ArrayList<>();

        Batches(Session session, Route route, BatchHandler handler, int max) {
            this.session = session;
            this.route = route;
            this.handler = handler;
            this.max = max;
        }

        @Override
        public void handle(ReceivedMessage message) {
            gathered.add(message);
            if (gathered.size() >= max) {
                endOfBatch();
            }
        }

        @Override
        public void endOfBatch() {
            if (gathered.isEmpty()) {
                return;
            }
            List<Message> batch = gathered;
            gathered = new ArrayList<>(Math.min(max, batch.size()));
            Tracing tracing = session.tracing();
            if (tracing != null) {
                batch.forEach(message -> tracing.taken(message, 0));
            }
            try {
                handler.onMessages(batch);
            } catch (Throwable e) {
                failed(session, route, e);
            }
        }
    }

    private static void failed(Session session, Route route, Throwable what) {
        LOG.log(System.Logger.Level.WARNING, () -> "a handler of \"" + route.subject() + "\" failed", what);
        session.routeHost().handlerFailed(route, what);
        if (what instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }
}
