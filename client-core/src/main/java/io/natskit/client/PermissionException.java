// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The user may not publish or subscribe there. It reaches the subscription or the request that caused it; the connection stays. */
public final class PermissionException extends ServerErrorException {

    private static final long serialVersionUID = 1L;

    private final Action action;
    private final String subject;
    private final @Nullable String queueGroup;

    /** What was refused. */
    public enum Action {
        /** A publish. */
        PUBLISH,
        /** A subscription. */
        SUBSCRIBE
    }

    /** The server refused {@code action} on {@code subject}, and said {@code text}. */
    public PermissionException(Action action, String subject, @Nullable String queueGroup, String text) {
        this(action, subject, queueGroup, text, null);
    }

    private PermissionException(
            Action action, String subject, @Nullable String queueGroup, String text, @Nullable Throwable cause) {
        super(
                action == Action.PUBLISH
                        ? ServerErrorKind.PERMISSIONS_VIOLATION_PUBLISH
                        : ServerErrorKind.PERMISSIONS_VIOLATION_SUBSCRIBE,
                text,
                cause);
        this.action = action;
        this.subject = subject;
        this.queueGroup = queueGroup;
    }

    /** What was refused. */
    public Action action() {
        return action;
    }

    /** Where. */
    public String subject() {
        return subject;
    }

    /** In which queue group, if in one. */
    public Optional<String> queueGroup() {
        return Optional.ofNullable(queueGroup);
    }

    @Override
    public PermissionException copy() {
        return new PermissionException(action, subject, queueGroup, text(), this);
    }
}
