// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.protocol;

/** What a server may say to a client. Called by {@link OpDecoder} on the I/O thread; ranges are valid during the call only. */
public interface ServerOps {
    /** {@code MSG} or {@code HMSG}. */
    void msg(MsgRange message);

    /** The array for the payload of a large message that has begun to come, just as long as that: {@link #msg} will have it as {@link MsgRange#ownPayload()}. */
    default byte[] room(MsgRange begun) {
        return new byte[begun.payloadLength()];
    }

    /** {@code INFO}: the JSON object's bytes. */
    void info(byte[] buffer, int offset, int length);

    /** {@code PING}. */
    void ping();

    /** {@code PONG}. */
    void pong();

    /** {@code +OK}. */
    void ok();

    /** {@code -ERR}: the text, without its quotes. */
    void err(byte[] buffer, int offset, int length);
}
