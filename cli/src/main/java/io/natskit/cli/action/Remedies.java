// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import io.natskit.client.AuthenticationException;
import io.natskit.client.ConnectFailedException;
import io.natskit.client.NoRespondersException;
import io.natskit.client.OperationTimeoutException;
import io.natskit.client.PermissionException;
import io.natskit.jetstream.JetStreamApiException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What a failure is told as, and what may be done about it. */
public final class Remedies {
    private Remedies() {}

    /** The failure in one line, never a stack trace. */
    public static String message(Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof JetStreamApiException answer) {
            return answer.description() + " [" + answer.errorCode() + "]"; // its message has the remedy, too
        }
        String text = cause.getMessage();
        if (text == null || text.isEmpty()) {
            return cause.getClass().getSimpleName();
        }
        return cause instanceof NoSuchFileException ? "no such file: " + text : text;
    }

    /** What may be done about it; empty where nothing is known. */
    public static String remedy(Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof Failure told) {
            return told.remedy();
        }
        if (cause instanceof JetStreamApiException answer) {
            return answer.remedy().isEmpty() && answer.errorCode() > 0
                    ? "natskit errors " + answer.errorCode() + " says more"
                    : answer.remedy();
        }
        if (cause instanceof AuthenticationException) {
            return "look at --user, --password, --creds, --nkey, --token and at natskit context show";
        }
        if (cause instanceof PermissionException refused) {
            return "natskit auth explain -c FILE --user USER "
                    + (refused.action() == PermissionException.Action.PUBLISH ? "publish " : "subscribe ")
                    + refused.subject() + " tells which rule refuses it";
        }
        if (cause instanceof ConnectFailedException) {
            return "is the server running (natskit server), and is --server, NATS_URL or the context right?";
        }
        if (cause instanceof NoRespondersException) {
            return "nobody answers there: natskit sub or natskit reply would; for JetStream, start the server with -js";
        }
        if (cause instanceof OperationTimeoutException) {
            return "--timeout waits longer";
        }
        return "";
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException
                        || cause instanceof ExecutionException
                        || (cause instanceof UncheckedIOException && cause.getMessage() == null))
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
