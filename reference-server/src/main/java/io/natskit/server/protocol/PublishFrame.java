// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

/**
 * One PUB or HPUB as byte ranges of an array. A plain structure that the decoder fills anew for each message, so that a message costs
 * no object; whoever wants to keep something of it copies. {@code tail} is the part that a MSG line takes over unchanged:
 * {@code [reply ][header ]total CRLF payload CRLF}, in canonical form.
 */
public final class PublishFrame {
    /** The array that all ranges point into. */
    public byte[] bytes = new byte[0];
    /** Start of the subject. */
    public int subject;
    /** Length of the subject. */
    public int subjectLength;
    /** Whether the subject is the same as in the connection's previous message. */
    public boolean sameSubject;
    /** Whether subject or reply hold CR or NUL, which must not reach another connection. */
    public boolean unsafe;
    /** Start of the reply subject. */
    public int reply;
    /** Length of the reply subject, 0 for none. */
    public int replyLength;
    /** Length of the header block, -1 for a PUB. */
    public int headerLength;
    /** Start of the header block, or of the payload where there is none. */
    public int payload;
    /** Length of header block and payload. */
    public int size;
    /** Start of what follows the subject. */
    public int tail;
    /** Length of what follows the subject, up to and including the last CRLF. */
    public int tailLength;
    /** Start of the subject that subscribers are shown, where it is not the one routed by: a stream delivers to an inbox what it stored under another name. */
    public int shown;
    /** Length of that subject; 0 where the subject routed by is shown, as with every client's message. */
    public int shownLength;
}
