// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

/** Counters of a connection since it was made, over all its servers; a snapshot, taken when asked for. Not for implementation by users. */
public interface Statistics {

    /** Messages received. */
    long messagesIn();

    /** Bytes of headers and payloads received. */
    long bytesIn();

    /** Messages published, requests included. */
    long messagesOut();

    /** Bytes of headers and payloads published. */
    long bytesOut();

    /** Bytes read from sockets. */
    long socketBytesIn();

    /** Bytes written to sockets. */
    long socketBytesOut();

    /** Reads from sockets that brought something. */
    long socketReads();

    /** Writes to sockets. */
    long socketWrites();

    /** Times that a server was reached again. */
    long reconnects();

    /** PINGs sent to the server. */
    long pingsOut();

    /** {@code +OK} received. */
    long oks();

    /** {@code -ERR} received. */
    long errors();

    /** Flushes that were confirmed. */
    long flushes();

    /** Requests that wait for a reply now. */
    int requestsPending();

    /** Requests sent. */
    long requests();

    /** Replies that came in time. */
    long replies();

    /** Replies to requests that had been answered or given up. */
    long orphanReplies();

    /** Messages dropped because a subscription's buffer was full. */
    long messagesDropped();

    /** Publishes dropped because the outgoing buffer was full ({@link BackPressure#dropNewest()}). */
    long publishesDropped();

    /** Messages that had been handed to the operating system, unconfirmed, when a connection broke: delivered once or not at all. */
    long messagesInDoubt();

    /** Failures of handlers. */
    long handlerFailures();

    /** Messages in the outgoing buffer now. */
    long outgoingMessages();

    /** Bytes in the outgoing buffer now. */
    long outgoingBytes();

    /** Subscriptions now, that of the requests' inbox included. */
    int subscriptions();
}
