// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.internal.routing.Failures;
import io.natskit.client.internal.routing.PayloadRoom;
import io.natskit.jetstream.AsyncMessages;
import io.natskit.jetstream.ConsumeEvent;
import io.natskit.jetstream.ConsumeSpec;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.JetStreamHandler;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.Messages;
import io.natskit.jetstream.OrderedHandle;
import io.natskit.jetstream.OrderedSpec;
import io.natskit.jetstream.internal.store.Reusing;
import io.natskit.wire.Nuid;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerAction;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import io.natskit.wire.jetstream.DeliverPolicy;
import io.natskit.wire.jetstream.ReplayPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Ordered reading, by pull or push: each use is an intake with an {@link Ordering}, whose consumers this makes. */
final class OrderedConsumer implements OrderedHandle, Reusing {
    private static final long RETRY_NANOS = 250_000_000L;

    private final StreamOps ops;
    private final String stream;
    private final OrderedSpec spec;
    private final boolean push;

    OrderedConsumer(StreamOps ops, String stream, OrderedSpec spec, boolean push) {
        this.ops = ops;
        this.stream = stream;
        this.spec = spec;
        this.push = push;
    }

    @Override
    public String stream() {
        return stream;
    }

    @Override
    public Optional<JetStreamMessage> next(Duration timeout) {
        try (Messages messages = messages(s -> s.ahead(1))) {
            return messages.next(timeout);
        }
    }

    @Override
    public Consuming consume(JetStreamHandler handler) {
        return consume(handler, s -> {});
    }

    @Override
    public Consuming consume(JetStreamHandler handler, Consumer<ConsumeSpec> how) {
        ConsumeSpec consume = chosen(how);
        Use use = new Use(consume);
        use.intake.handled(use.subject, null, consume.dispatch().orElse(null), handler);
        return Views.consuming(use.began());
    }

    @Override
    public Messages messages(Consumer<ConsumeSpec> how) {
        return Views.messages(pulled(chosen(how)));
    }

    @Override
    public AsyncMessages asyncMessages(Consumer<ConsumeSpec> how) {
        return Views.asyncMessages(pulled(chosen(how)));
    }

    // Reusing

    @Override
    public Messages messages(Consumer<ConsumeSpec> how, PayloadRoom room) {
        return Views.messages(pulled(chosen(how), room));
    }

    @Override
    public AsyncMessages asyncMessages(Consumer<ConsumeSpec> how, PayloadRoom room) {
        return Views.asyncMessages(pulled(chosen(how), room));
    }

    private Intake pulled(ConsumeSpec consume, PayloadRoom room) {
        Use use = new Use(consume);
        use.intake.pulledInto(use.subject, room);
        return use.began();
    }

    private static ConsumeSpec chosen(Consumer<ConsumeSpec> how) {
        ConsumeSpec consume = new ConsumeSpec();
        how.accept(consume);
        return consume;
    }

    /** For who takes messages. */
    Intake pulled(ConsumeSpec consume) {
        Use use = new Use(consume);
        use.intake.pulled(use.subject, null);
        return use.began();
    }

    /** An intake that takes no more than is granted. */
    Pulling onDemand() {
        if (push) {
            throw new IllegalStateException("a push consumer knows no demand");
        }
        Use use = new Use(new ConsumeSpec());
        Pulling pulling = ((Pulling) use.intake).onDemand();
        pulling.pulled(use.subject, null);
        use.began();
        return pulling;
    }

    /** One use: an intake, and the consumers that follow each other. */
    private final class Use {
        private final String prefix = Nuid.next();
        private final AtomicInteger serial = new AtomicInteger();
        private final Ordering ordering = new Ordering(this::remake);
        private final Intake intake;
        private final String subject;
        private volatile @Nullable String name;

        Use(ConsumeSpec consume) {
            Acks acks = new Acks(ops.context(), false);
            if (push) {
                subject = ops.context().connection().newInbox();
                intake = new Pushing(ops.context(), acks, null, spec.heartbeat(), consume.events(), ordering);
            } else {
                Pulling pulling = new Pulling(ops.context(), acks, null, consume, ordering);
                subject = pulling.wildcard();
                intake = pulling;
            }
        }

        /** The first consumer; without waiting. */
        Intake began() {
            intake.ended().whenComplete((end, impossible) -> forget(name));
            make(0);
            return intake;
        }

        private void remake(long after) {
            if (intake instanceof Pulling pulling) {
                pulling.retarget(null);
            }
            forget(name);
            make(after);
        }

        private void forget(@Nullable String consumer) {
            if (consumer != null
                    && !(ops.context().connection().state() instanceof io.natskit.client.ConnectionState.Closed)) {
                // the server would notice by itself, in a while
                ops.deleteConsumer(stream, consumer).exceptionally(error -> null);
            }
        }

        private void make(long after) {
            if (intake.isOver()) {
                return;
            }
            String fresh = prefix + "_" + serial.incrementAndGet();
            Target target = new Target(stream, fresh);
            // a push consumer sends before it is known that it was made
            ordering.use(target);
            name = fresh;
            ops.consumer(stream, config(fresh, after), ConsumerAction.CREATE, false)
                    .whenComplete((info, error) -> {
                        if (error == null) {
                            // what a push consumer has sent meanwhile was there, too
                            made(
                                    target,
                                    after,
                                    info.numPending() + info.delivered().consumer());
                        } else {
                            failed(after, Failures.cause(error));
                        }
                    });
        }

        private void made(Target target, long after, long pending) {
            if (intake.isOver()) {
                forget(target.consumer());
                return;
            }
            if (after > 0 || serial.get() > 1) {
                intake.tell(new ConsumeEvent.Recreated(after + 1));
            }
            intake.heard();
            try {
                spec.placed().accept(new OrderedSpec.Placed(target.consumer(), after, pending));
            } catch (RuntimeException e) {
                ops.context().inside().failed(e);
            }
            if (intake instanceof Pulling pulling) {
                pulling.retarget(target);
            }
        }

        private void failed(long after, Throwable error) {
            boolean wrong = error instanceof JetStreamApiException e && !e.retryable() && e.code() != 500;
            if (wrong || error instanceof io.natskit.client.ConnectionClosedException) {
                intake.refused((io.natskit.client.NatsException) error);
            } else {
                ops.context().inside().after(RETRY_NANOS, () -> make(after));
            }
        }

        private ConsumerConfig config(String consumer, long after) {
            ConsumerConfigBuilder config = ConsumerConfig.builder(consumer)
                    .ackPolicy(AckPolicy.NONE)
                    .maxDeliver(1)
                    .memoryStorage(true)
                    .replicas(1)
                    .inactiveThreshold(spec.inactiveThreshold())
                    .headersOnly(spec.isHeadersOnly());
            if (spec.isOriginalSpeed()) {
                config.replayPolicy(ReplayPolicy.ORIGINAL);
            }
            if (spec.subjects().size() == 1) {
                config.filterSubject(spec.subjects().get(0));
            } else if (!spec.subjects().isEmpty()) {
                config.filterSubjects(spec.subjects());
            } else if (spec.isLastPerSubject()) {
                // the server wants to be told which subjects
                config.filterSubject(">");
            }
            if (push) {
                config.deliverSubject(subject).flowControl(true).idleHeartbeat(spec.heartbeat());
            }
            return from(config, after).build();
        }

        private ConsumerConfigBuilder from(ConsumerConfigBuilder config, long after) {
            if (after > 0) {
                return config.deliverPolicy(DeliverPolicy.BY_START_SEQUENCE).startSequence(after + 1);
            }
            if (spec.fromSequence() > 0) {
                return config.deliverPolicy(DeliverPolicy.BY_START_SEQUENCE).startSequence(spec.fromSequence());
            }
            if (spec.fromTime().isPresent()) {
                return config.deliverPolicy(DeliverPolicy.BY_START_TIME)
                        .startTime(spec.fromTime().get());
            }
            if (spec.isLastPerSubject()) {
                return config.deliverPolicy(DeliverPolicy.LAST_PER_SUBJECT);
            }
            if (spec.isFromLast()) {
                return config.deliverPolicy(DeliverPolicy.LAST);
            }
            return config.deliverPolicy(spec.isOnlyNew() ? DeliverPolicy.NEW : DeliverPolicy.ALL);
        }
    }
}
