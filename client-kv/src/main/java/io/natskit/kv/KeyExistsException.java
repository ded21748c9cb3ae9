// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import io.natskit.client.NatsException;
import org.jspecify.annotations.Nullable;

/** A key was to be created and has a value. */
public final class KeyExistsException extends NatsException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final long revision;

    /** {@code key}, as the bucket knows it, has a value since {@code revision}. */
    public KeyExistsException(String key, long revision) {
        this(key, revision, null);
    }

    private KeyExistsException(String key, long revision, @Nullable Throwable cause) {
        super("key: \"" + key + "\" has a value, revision " + revision + " (expected: none)", cause);
        this.key = key;
        this.revision = revision;
    }

    /** The key, as the bucket knows it. */
    public String key() {
        return key;
    }

    /** The revision of the value that was found. */
    public long revision() {
        return revision;
    }

    /** False: somebody must delete the key first. */
    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public KeyExistsException copy() {
        return new KeyExistsException(key, revision, this);
    }
}
