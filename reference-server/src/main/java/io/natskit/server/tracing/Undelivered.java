// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.tracing;

/** Why a message that is traced did not go out to a subscription, in nats-server's words. */
public enum Undelivered {
    /** To its own publisher, who does not want that. */
    NO_ECHO("Not delivered because of no echo"),
    /** Its subscriber may not receive this subject. */
    DENIED("Not delivered because subscription denies this subject"),
    /** The subscription has ended. */
    SUBSCRIPTION_CLOSED("Not delivered because subscription is closed"),
    /** The connection has ended. */
    CLIENT_CLOSED("Not delivered because client is closed"),
    /** It has had all the messages that it asked for. */
    LIMIT_REACHED("Not delivered because auto-unsubscribe exceeded"),
    /** It has fallen behind, and producers are not held back. */
    SLOW("Not delivered because fast producer not stalled and consumer is slow");

    private final String text;

    Undelivered(String text) {
        this.text = text;
    }

    /** The words. */
    public String text() {
        return text;
    }
}
