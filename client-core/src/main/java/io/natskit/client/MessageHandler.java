// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

/** Takes the messages of a subscription, on the thread that its {@link Dispatch} says. */
@FunctionalInterface
public interface MessageHandler {

    /**
     * Handles one message. May throw: the failure is reported as {@link ConnectionEvent.HandlerFailed}, counted, and harms no other message.
     *
     * @param message the message, the handler's own
     */
    void onMessage(Message message) throws Exception;
}
