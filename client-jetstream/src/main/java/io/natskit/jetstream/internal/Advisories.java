// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Message;
import io.natskit.client.Subscription;
import io.natskit.jetstream.Advisory;
import io.natskit.jetstream.Listening;
import io.natskit.wire.json.JsonException;
import java.util.Optional;
import java.util.function.Consumer;

/** Advisories as they come. */
final class Advisories {
    private Advisories() {}

    static String subject(Context context, String filter) {
        return context.options().eventPrefix() + filter;
    }

    static Listening listen(Context context, String filter, Consumer<? super Advisory> listener) {
        Subscription subscription = context.connection()
                .subscribe(
                        subject(context, filter),
                        message -> read(context, message).ifPresent(listener));
        return subscription::unsubscribe;
    }

    /** The advisory; what is none is reported and passed over. */
    static Optional<Advisory> read(Context context, Message message) {
        try {
            return Optional.of(Advisory.read(message.subject(), message.bytes()));
        } catch (JsonException e) {
            context.inside().failed(e);
            return Optional.empty();
        }
    }
}
