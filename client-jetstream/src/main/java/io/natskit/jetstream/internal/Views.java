// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.OperationTimeoutException;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.AsyncMessages;
import io.natskit.jetstream.ConsumeEnd;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.Messages;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An intake as users see it, in its shapes. No state but the intake. */
final class Views {
    private Views() {}

    /** With a handler. */
    static Consuming consuming(Intake intake) {
        return new OfHandler(intake);
    }

    /** For who takes messages and may wait. */
    static Messages messages(Intake intake) {
        return new Blocking(intake);
    }

    /** For who takes messages and must not wait. */
    static AsyncMessages asyncMessages(Intake intake) {
        return new Async(intake);
    }

    private static class OfHandler implements Consuming {
        final Intake intake;

        OfHandler(Intake intake) {
            this.intake = intake;
        }

        @Override
        public void stop() {
            intake.stop();
        }

        @Override
        public boolean drain(Duration timeout) {
            try {
                return intake.context.await(
                        intake.drain(timeout),
                        "drain",
                        timeout.plus(intake.context.options().timeout()));
            } catch (OperationTimeoutException e) {
                return false;
            }
        }

        @Override
        public CompletableFuture<Boolean> drainAsync(Duration timeout) {
            return intake.drain(timeout);
        }

        @Override
        public CompletableFuture<ConsumeEnd> ended() {
            return intake.ended();
        }

        @Override
        public long pendingMessages() {
            return intake.arrived() - intake.processed();
        }

        @Override
        public void close() {
            intake.stop();
        }
    }

    private static final class Blocking extends OfHandler implements Messages {
        Blocking(Intake intake) {
            super(intake);
        }

        @Override
        public Optional<JetStreamMessage> next(Duration timeout) {
            Optional<Message> message = intake.subscription().next(timeout);
            if (message.isPresent()) {
                return Optional.of(intake.taken(message.get()));
            }
            NatsException error = intake.subscription().isActive() ? null : intake.error();
            if (error != null) {
                throw error.copy();
            }
            return Optional.empty();
        }

        @Override
        public Iterator<JetStreamMessage> iterator() {
            return new Iterator<>() {
                private @Nullable JetStreamMessage ahead;

                @Override
                public boolean hasNext() {
                    if (ahead == null) {
                        ahead = Blocking.this
                                .next(Duration.ofNanos(Long.MAX_VALUE))
                                .orElse(null);
                    }
                    return ahead != null;
                }

                @Override
                public JetStreamMessage next() {
                    JetStreamMessage message = hasNext() ? ahead : null;
                    if (message == null) {
                        throw new NoSuchElementException("consuming has ended");
                    }
                    ahead = null;
                    return message;
                }
            };
        }
    }

    private static final class Async extends OfHandler implements AsyncMessages {
        Async(Intake intake) {
            super(intake);
        }

        @Override
        public CompletableFuture<Optional<JetStreamMessage>> next(Duration timeout) {
            CompletableFuture<Optional<Message>> asked =
                    intake.subscription().async().next(timeout);
            CompletableFuture<Optional<JetStreamMessage>> result = new CompletableFuture<>();
            asked.whenComplete((message, error) -> {
                if (error != null) {
                    result.completeExceptionally(Failures.cause(error));
                    return;
                }
                NatsException failure = intake.subscription().isActive() ? null : intake.error();
                if (message.isEmpty() && failure != null) {
                    result.completeExceptionally(failure);
                } else {
                    result.complete(message.map(intake::taken));
                }
            });
            result.whenComplete((message, error) -> {
                if (result.isCancelled()) {
                    asked.cancel(false);
                }
            });
            return result;
        }
    }
}
