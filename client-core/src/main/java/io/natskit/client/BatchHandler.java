// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.util.List;

/** Takes the messages of a subscription several at a time; one call at a time, in order. */
@FunctionalInterface
public interface BatchHandler {

    /**
     * Handles at least one message: all that came since the last call, up to {@link SubscribeOptions#batchMax()}. May throw: the failure is
     * reported as {@link ConnectionEvent.HandlerFailed} and counted.
     *
     * @param messages in the order of arrival; the list is the handler's own
     */
    void onMessages(List<Message> messages) throws Exception;
}
