// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message as an {@link Interceptor} sees it. Its byte views are read-only and hold during the call alone; the texts and {@link
 * #toBytes()} may be kept.
 */
public interface InterceptedMessage {
    /** Who published it (on the way in) or receives it (on the way out). */
    ClientInfo client();

    /** The subject. */
    String subject();

    /** The reply subject, or null. */
    @Nullable
    String reply();

    /** The header block as it came, empty for none. A view. */
    ByteBuffer headers();

    /** The payload. A view. */
    ByteBuffer payload();

    /** A copy of the payload. */
    byte[] toBytes();

    /** A copy of the header block, empty for none. */
    byte[] headerBytes();
}
