// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

/** The ways in which input can be wrong, by what has to be done about them. */
public enum Malformed {
    /** No such operation, or a payload that is longer than announced: the client is told. */
    UNKNOWN_OPERATION,
    /** Wrong number of arguments or a bad number: closed without a word. */
    BAD_ARGUMENTS,
    /** A control line beyond the limit: the client is told. */
    CONTROL_LINE_TOO_LONG,
    /** A payload beyond the limit: the client is told. */
    PAYLOAD_TOO_LARGE,
    /** Headers on a connection that does not speak them: closed without a word. */
    HEADERS_NOT_SUPPORTED,
    /** An operation before the log-in: the client is told. */
    NOT_LOGGED_IN
}
