// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.NatsException;
import org.jspecify.annotations.Nullable;

/** The server will not deliver: the consumer was deleted, is a push consumer, or the pull asks for what it may not. */
public final class PullRefusedException extends NatsException {
    private static final long serialVersionUID = 1L;

    private final String stream;
    private final String consumer;
    private final int status;
    private final String text;

    /** The server answered a pull from {@code consumer} of {@code stream} with {@code status}, or 404 stands for one that is not there. */
    public PullRefusedException(String stream, String consumer, int status, String text) {
        this(stream, consumer, status, text, null);
    }

    private PullRefusedException(String stream, String consumer, int status, String text, @Nullable Throwable cause) {
        super("consumer \"" + consumer + "\" of stream \"" + stream + "\": " + status + " " + text, cause);
        this.stream = stream;
        this.consumer = consumer;
        this.status = status;
        this.text = text;
    }

    /** The stream. */
    public String stream() {
        return stream;
    }

    /** The consumer. */
    public String consumer() {
        return consumer;
    }

    /** The status. */
    public int status() {
        return status;
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public PullRefusedException copy() {
        return new PullRefusedException(stream, consumer, status, text, this);
    }
}
