// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

/**
 * Takes the bytes of one client apart, in whatever language they are. Parses in place; what is incomplete is left to the caller, who presents it
 * again with more. Confined to the connection's loop.
 */
public interface InputDecoder {
    /** Decodes what is whole and returns the index of the first byte that must be presented again. */
    int decode(byte[] b, int offset, int end);

    /** How many bytes, counted from the index that {@link #decode} last returned, make the pending operation whole; 0 if unknown. */
    int wanted();

    /** Stops after the operation at hand; the rest of the input is left. */
    void halt();

    /** Goes on after {@link #halt}. */
    void proceed();

    /** The largest payload with headers; -1 for no limit. */
    void maxPayload(int bytes);
}
