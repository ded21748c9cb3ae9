// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

/** What the decoder found. Arrays are valid during the call only. Called on the connection's loop. */
public interface ClientOps {
    /** CONNECT with its JSON text. */
    void connect(byte[] bytes, int offset, int length);

    /** PING. */
    void ping();

    /** PONG. */
    void pong();

    /** A whole PUB or HPUB. */
    void publish(PublishFrame frame);

    /** SUB; {@code queueLength} is 0 for none. */
    void subscribe(byte[] bytes, int subject, int subjectLength, int queue, int queueLength, int sid, int sidLength);

    /** UNSUB; {@code max} is -1 for none or a bad number. */
    void unsubscribe(byte[] bytes, int sid, int sidLength, int max);

    /** {@code -ERR} from the peer. */
    void error(byte[] bytes, int offset, int length);

    /** {@code INFO} from the peer, which a client has no reason to send. */
    void info(byte[] bytes, int offset, int length);

    /** A control line was read, before it is acted upon; only while {@link ClientOpDecoder#traceLines} is on. */
    void line(String verb, byte[] bytes, int offset, int length);

    /** The subject of a PUB line, before its payload is read; only while {@link ClientOpDecoder#announceSubjects} is on. */
    void publishing(byte[] bytes, int subject, int subjectLength);

    /** Something else than CONNECT came while the gate is shut; true opens it. */
    boolean openGate();

    /** Input that no rule allows; the decoder takes no more. */
    void malformed(Malformed kind, String detail);
}
