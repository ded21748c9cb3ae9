// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

/** A message in a stream, as an {@link Interceptor} sees it. Immutable: it may be kept. */
public interface StreamedMessage {
    /** The account of the stream. */
    String account();

    /** The stream. */
    String stream();

    /** Its sequence in the stream. */
    long sequence();

    /** The subject that it is stored under. */
    String subject();

    /** A copy of the payload. */
    byte[] toBytes();

    /** A copy of the header block, empty for none. */
    byte[] headerBytes();
}
