// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Message;
import io.natskit.client.SubscriptionEndedException;
import io.natskit.client.internal.flow.Pull;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.JetStreamMessage;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A consumption as a source of a Flow: what the subscriber asks for is what is pulled; what is pushed waits in the client, within the server's flow control. */
record IntakePull(Intake intake) implements Pull<JetStreamMessage> {

    @Override
    public Optional<JetStreamMessage> poll() {
        return intake.subscription().poll().map(intake::taken);
    }

    @Override
    public CompletableFuture<Optional<JetStreamMessage>> next() {
        CompletableFuture<Message> asked = intake.subscription().async().next();
        CompletableFuture<Optional<JetStreamMessage>> result = new CompletableFuture<>();
        asked.whenComplete((message, error) -> {
            Throwable failure = error == null ? null : Failures.cause(error);
            if (message != null) {
                result.complete(Optional.of(intake.taken(message)));
            } else if (failure instanceof SubscriptionEndedException end
                    && end.end().error() == null) {
                Throwable why = intake.error();
                if (why == null) {
                    result.complete(Optional.empty());
                } else {
                    result.completeExceptionally(why);
                }
            } else if (failure != null) {
                result.completeExceptionally(failure);
            }
        });
        result.whenComplete((message, error) -> {
            if (result.isCancelled()) {
                asked.cancel(false);
            }
        });
        return result;
    }

    @Override
    public CompletableFuture<@Nullable Throwable> ended() {
        return intake.ended().thenApply(end -> end.error());
    }

    @Override
    public void requested(long n) {
        if (intake instanceof Pulling pulling) {
            pulling.grant(n);
        }
    }

    @Override
    public void cancel() {
        intake.stop();
    }
}
