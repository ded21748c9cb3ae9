// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

/** One line of a transcript. Connections are named by the number behind {@code C} or {@code S}; none means 1. */
public sealed interface Step {
    /** Where the step stands in its file. */
    int line();

    /** Bytes of the client: {@code C2: PUB a 2\r\nhi}. {@code C2-:} leaves the closing CRLF away. */
    record Send(int line, int connection, String text, boolean crlf) implements Step {}

    /** Lines of the server: {@code S2: MSG a 1 2\r\nhi}. */
    record Expect(int line, int connection, String text, boolean crlf) implements Step {}

    /** The server closes the connection, and says nothing more before it does. */
    record Closed(int line, int connection) implements Step {}

    /** PING and PONG: the connection is open, all before was processed, and nothing but the PONG comes. */
    record Fence(int line, int connection) implements Step {}

    /** Opens a connection and reads INFO, if {@code json} is given sends CONNECT too and waits for the PONG of a PING. */
    record Login(int line, int connection, String json) implements Step {}

    /** The client closes the connection. */
    record Cut(int line, int connection) implements Step {}

    /** Clients only: no line of this shape has come since the last one that was heard, nor comes before the answer to a PING or the client's end. */
    record Never(int line, int connection, String text) implements Step {}

    /** Clients only: starts the program under judgement, {@code run: sub a.b count=1}; {@code as u:p} behind it goes into the URL. */
    record Run(int line, int connection, String text) implements Step {}

    /** Clients only: the program ends by itself, with code 0 or with another. */
    record Exit(int line, int connection, boolean zero) implements Step {}

    /** Clients only: the program has written this text. */
    record Prints(int line, int connection, String text) implements Step {}
}
