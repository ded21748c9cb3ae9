// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.router.Subscription;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one connection by the client's name for them. Made when the first comes. Confined to the connection's loop. */
final class Sids {
    private @Nullable Map<Key, Subscription> bySid;
    private final Key probe = new Key(new byte[0], 0, 0);

    int size() {
        return bySid == null ? 0 : bySid.size();
    }

    @Nullable
    Subscription find(byte[] bytes, int offset, int length) {
        if (bySid == null) {
            return null;
        }
        probe.set(bytes, offset, length);
        return bySid.get(probe);
    }

    void put(Subscription subscription) {
        if (bySid == null) {
            bySid = new HashMap<>(4);
        }
        byte[] sid = subscription.sid();
        bySid.put(new Key(sid, 0, sid.length), subscription);
    }

    /** Takes a subscription out, unless another has taken its sid meanwhile. */
    boolean remove(Subscription subscription) {
        byte[] sid = subscription.sid();
        if (find(sid, 0, sid.length) != subscription || bySid == null) {
            return false;
        }
        bySid.remove(probe);
        return true;
    }

    Collection<Subscription> all() {
        return bySid == null ? java.util.List.of() : bySid.values();
    }

    void clear() {
        bySid = null;
    }

    private static final class Key {
        private byte[] bytes;
        private int offset;
        private int length;
        private int hash;

        Key(byte[] bytes, int offset, int length) {
            this.bytes = bytes;
            set(bytes, offset, length);
        }

        void set(byte[] newBytes, int newOffset, int newLength) {
            bytes = newBytes;
            offset = newOffset;
            length = newLength;
            int h = 1;
            for (int i = newOffset; i < newOffset + newLength; i++) {
                h = 31 * h + newBytes[i];
            }
            hash = h;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && length == that.length
                    && Arrays.equals(
                            bytes, offset, offset + length, that.bytes, that.offset, that.offset + that.length);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
