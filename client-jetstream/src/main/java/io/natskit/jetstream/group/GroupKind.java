// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.group;

/** How a group comes by its partitions. */
public enum GroupKind {
    /** The stream's subjects begin with the number of a partition (a transform of the stream may put it there); who is a member is said once. */
    STATIC,
    /** A stream of the group's own takes the messages over with the number of a partition before their subjects; members come and go. */
    ELASTIC
}
