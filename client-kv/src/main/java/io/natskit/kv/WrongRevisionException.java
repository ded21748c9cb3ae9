// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import io.natskit.client.NatsException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A key's last revision is not the expected one: somebody else wrote meanwhile. Read again and decide again. */
public final class WrongRevisionException extends NatsException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final long expected;
    private final long found;

    /** {@code found} is the last revision, or 0 when the server did not say; {@code expected} 0 stands for none. */
    public WrongRevisionException(String key, long expected, long found) {
        this(key, expected, found, null);
    }

    private WrongRevisionException(String key, long expected, long found, @Nullable Throwable cause) {
        super(
                "key: \"" + key + "\" is at " + (found > 0 ? "revision " + found : "another revision") + " (expected: "
                        + expected + ")",
                cause);
        this.key = key;
        this.expected = expected;
        this.found = found;
    }

    /** The key, as the bucket knows it. */
    public String key() {
        return key;
    }

    /** The revision that was expected; 0 for none. */
    public long expected() {
        return expected;
    }

    /** The last revision, if the server said so. */
    public OptionalLong found() {
        return found > 0 ? OptionalLong.of(found) : OptionalLong.empty();
    }

    /** False: the same call will fail again; one with the revision that was found may not. */
    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public WrongRevisionException copy() {
        return new WrongRevisionException(key, expected, found, this);
    }
}
