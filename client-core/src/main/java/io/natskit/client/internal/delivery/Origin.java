// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

import io.natskit.client.Subscription;
import io.natskit.wire.headers.Headers;

/** What a message knows of where it came from. */
public interface Origin {
    /** The subscription that it came through. */
    Subscription subscription();

    /** The subject subscribed to: that of the message unless it says otherwise. */
    String subscribedSubject();

    /** Publishes a reply to a subject given as bytes. */
    void reply(byte[] subject, Headers headers, byte[] payload);
}
