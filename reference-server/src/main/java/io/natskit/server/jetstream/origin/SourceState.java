// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

/**
 * How far a source has come.
 *
 * @param sequence the last sequence of the origin that is stored, 0 for none
 * @param identity which life of the origin it was, empty where that is not known
 */
record SourceState(long sequence, String identity) {
    static final SourceState NONE = new SourceState(0, "");
}
