// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import org.jspecify.annotations.Nullable;

/**
 * Which queue group: the one around, none, or a named one.
 *
 * @param inherited whether it is the one around
 * @param nameOrNull its name, or null for none
 */
public record QueueChoice(boolean inherited, @Nullable String nameOrNull) {
    /** The one around. */
    public static final QueueChoice INHERITED = new QueueChoice(true, null);

    /** None. */
    public static final QueueChoice NONE = new QueueChoice(false, null);

    /** A named one. */
    public static QueueChoice named(String name) {
        return new QueueChoice(false, name);
    }

    /** This, or {@code around} where this is the one around. */
    public QueueChoice within(QueueChoice around) {
        return inherited ? around : this;
    }
}
