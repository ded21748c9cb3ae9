// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

/** How closely subjects and queue names are looked at before they are sent (ADR-6). CR, LF, space and tab are refused by every choice but NONE. */
public enum SubjectCheck {
    /** Not at all: for subjects known to be right. A wrong one can break the connection. */
    NONE,
    /** Not empty, no whitespace or control character: the default. The server judges the rest. */
    LENIENT,
    /** The server's own rules: no empty token, {@code *} and {@code >} only as whole tokens, {@code >} only last, none of them in a publish. */
    STRICT
}
