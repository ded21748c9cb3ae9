// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.inprocess;

/** Something that takes connections without a socket: a server in this JVM. */
@FunctionalInterface
public interface InProcessListener {
    /** Opens a connection and returns the client's end; throws {@link IllegalStateException} if nobody listens any more. */
    ByteLink connect();
}
