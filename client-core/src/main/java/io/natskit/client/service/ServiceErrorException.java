// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.client.Message;
import io.natskit.client.NatsException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A service answered with an error; thrown to callers, and by handlers who want their callers to see it. */
public final class ServiceErrorException extends NatsException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String description;
    private final transient @Nullable Message reply;

    /** For handlers. */
    public ServiceErrorException(int code, String description) {
        this(new ServiceError(code, description), null, null);
    }

    /** For callers. */
    public ServiceErrorException(ServiceError error, Message reply) {
        this(error, reply, null);
    }

    private ServiceErrorException(ServiceError error, @Nullable Message reply, @Nullable Throwable cause) {
        super("the service answered: " + error.code() + " " + error.description(), cause);
        this.code = error.code();
        this.description = error.description();
        this.reply = reply;
    }

    /** The code, at the service's choice; see {@link ServiceError}. */
    public int code() {
        return code;
    }

    /** For people. */
    public String description() {
        return description;
    }

    /** Both. */
    public ServiceError error() {
        return new ServiceError(code, description);
    }

    /** The reply, which may hold more; empty where a handler threw this. */
    public Optional<Message> reply() {
        return Optional.ofNullable(reply);
    }

    /** True for 429 and {@link ServiceError#OVERLOADED}, by which a service says that it did nothing. */
    @Override
    public boolean retryable() {
        return code == 429 || code == ServiceError.OVERLOADED;
    }

    @Override
    public ServiceErrorException copy() {
        return new ServiceErrorException(error(), reply, this);
    }
}
