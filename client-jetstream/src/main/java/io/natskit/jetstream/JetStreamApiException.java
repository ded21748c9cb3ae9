// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.NatsException;
import io.natskit.wire.jetstream.JetStreamError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JetStream refused a request or a message. Decide on {@link #error()} or {@link #errorCode()}, never on the text; {@link #remedy()} says what usually helps.
 */
public final class JetStreamApiException extends NatsException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final int errorCode;
    private final String description;

    /** The server answered with {@code code} (as HTTP has them), {@code errorCode} and {@code description}. */
    public JetStreamApiException(int code, int errorCode, String description) {
        this(code, errorCode, description, null);
    }

    private JetStreamApiException(int code, int errorCode, String description, @Nullable Throwable cause) {
        super(text(code, errorCode, description), cause);
        this.code = code;
        this.errorCode = errorCode;
        this.description = description;
    }

    private static String text(int code, int errorCode, String description) {
        String remedy = Remedies.of(code, errorCode);
        return description + " [" + (errorCode == 0 ? code : errorCode) + "]" + (remedy.isEmpty() ? "" : ": " + remedy);
    }

    /** The kind of failure, as HTTP has them: 400, 404, 503, ... */
    public int code() {
        return code;
    }

    /** What happened, 10000 and up; 0 when the server sent none. */
    public int errorCode() {
        return errorCode;
    }

    /** What happened, if this client knows the code; newer servers have more. */
    public Optional<JetStreamError> error() {
        return JetStreamError.of(errorCode);
    }

    /** Whether it is this error. */
    public boolean is(JetStreamError error) {
        return error.errCode() == errorCode;
    }

    /** The server's words. */
    public String description() {
        return description;
    }

    /** What usually helps; empty where nothing general can be said. */
    public String remedy() {
        return Remedies.of(code, errorCode);
    }

    /** True for failures of the moment (code 503: no leader, not enough resources now). */
    @Override
    public boolean retryable() {
        return code == 503;
    }

    @Override
    public JetStreamApiException copy() {
        return new JetStreamApiException(code, errorCode, description, this);
    }
}
