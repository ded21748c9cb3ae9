// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flow;

import io.natskit.client.AsyncConnection;
import io.natskit.client.AsyncSubscription;
import io.natskit.client.OutgoingMessage;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** An asynchronous connection of which only what the Flow view uses is there. */
final class FakeAsyncConnection {

    final List<OutgoingMessage> published = new CopyOnWriteArrayList<>();
    volatile Supplier<AsyncSubscription> subscriptions = () -> {
        throw new UnsupportedOperationException("no subscription in this test");
    };
    volatile Supplier<CompletableFuture<Void>> writable = () -> CompletableFuture.completedFuture(null);
    volatile Supplier<CompletableFuture<Void>> publish = () -> CompletableFuture.completedFuture(null);
    volatile Supplier<CompletableFuture<?>> request = CompletableFuture::new;

    FlowView.Room room() {
        return message -> writable.get();
    }

    AsyncConnection connection() {
        return (AsyncConnection) Proxy.newProxyInstance(
                AsyncConnection.class.getClassLoader(),
                new Class<?>[] {AsyncConnection.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "subscribe" -> subscriptions.get();
                    case "flush" -> CompletableFuture.completedFuture(null);
                    case "request" -> request.get();
                    case "publish" -> {
                        CompletableFuture<Void> done = publish.get();
                        if (!done.isCompletedExceptionally()) {
                            published.add((OutgoingMessage) args[0]);
                        }
                        yield done;
                    }
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }
}
