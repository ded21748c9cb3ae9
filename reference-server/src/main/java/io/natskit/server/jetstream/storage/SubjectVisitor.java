// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/** Is shown subjects, one after another. It must not call the store. */
@FunctionalInterface
public interface SubjectVisitor {
    /** One subject (valid during the call only), its messages, its first and its last sequence. Answers whether to go on. */
    boolean visit(ByteRange subject, long messages, long firstSequence, long lastSequence);
}
