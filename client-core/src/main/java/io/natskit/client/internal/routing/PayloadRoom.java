// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.routing;

/** Where the payloads of a subscription go: for who takes many large ones one after another, and can use an array again. */
@FunctionalInterface
public interface PayloadRoom {
    /** An array of {@code length} bytes, whatever they are, for the next payload; nobody else has it. Called on the I/O thread; must neither wait nor throw. */
    byte[] ofLength(int length);
}
