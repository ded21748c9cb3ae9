// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import org.jspecify.annotations.Nullable;

/** The server sent {@code -ERR}. Subclasses say more where there is something to do about it. */
public class ServerErrorException extends NatsException {

    private static final long serialVersionUID = 1L;

    private final ServerErrorKind kind;
    private final String text;

    /** The server said {@code text}, which means {@code kind}. */
    public ServerErrorException(ServerErrorKind kind, String text) {
        this(kind, text, null);
    }

    /** As {@link #ServerErrorException(ServerErrorKind, String)}, with a cause. */
    protected ServerErrorException(ServerErrorKind kind, String text, @Nullable Throwable cause) {
        super("server: " + text, cause);
        this.kind = kind;
        this.text = text;
    }

    /** What it means. */
    public ServerErrorKind kind() {
        return kind;
    }

    /** What the server wrote, without quotes. */
    public String text() {
        return text;
    }

    @Override
    public boolean retryable() {
        return kind.retryable();
    }

    @Override
    public ServerErrorException copy() {
        return new ServerErrorException(kind, text, this);
    }
}
