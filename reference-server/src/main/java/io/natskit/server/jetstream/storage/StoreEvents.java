// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.nio.file.Path;

/** Hears what the owner of a store would want in a log. Called on the owner's thread, during its calls. */
public interface StoreEvents {
    /** Hears nothing. */
    StoreEvents IGNORED = (file, what) -> {};

    /** A file is damaged: which, and what that means, as a sentence for the log. */
    void damaged(Path file, String what);
}
