// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

/**
 * One piece of a configuration text.
 *
 * @param kind what it is
 * @param text its content, without quotes
 * @param line its line, counted from 1
 * @param column its place in the line, counted in bytes as nats-server does (from 0 in the first line, from 1 in the others)
 */
record Lexeme(Kind kind, String text, int line, int column) {
    /** The kinds of pieces. */
    enum Kind {
        ERROR,
        END,
        KEY,
        STRING,
        BOOL,
        INTEGER,
        FLOAT,
        DATETIME,
        ARRAY_START,
        ARRAY_END,
        MAP_START,
        MAP_END,
        VARIABLE,
        INCLUDE
    }
}
