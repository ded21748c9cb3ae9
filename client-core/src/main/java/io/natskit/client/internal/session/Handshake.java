// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.AuthRequest;
import io.natskit.client.AuthenticationException;
import io.natskit.client.ConnectionObserver.ConnectStage;
import io.natskit.client.Credentials;
import io.natskit.client.ServerAddress;
import io.natskit.client.ServerErrorException;
import io.natskit.client.ServerErrorKind;
import io.natskit.client.ServerInfo;
import io.natskit.client.TlsOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * What comes before a link is up, one step after another: dial, INFO, TLS, credentials, CONNECT, first PONG. Knows what may be said to whom by then; made with its
 * link and of no use once that is up or has ended. I/O thread.
 */
final class Handshake {
    private enum Step {
        DIALING,
        AWAITING_INFO,
        SECURING,
        AWAITING_CREDENTIALS,
        LOGGING_IN,
        OVER
    }

    private final Context context;
    private final ServerLink link;
    private final ServerAddress server;
    private final int attempt;
    private final long startNanos = System.nanoTime();
    private Step step = Step.DIALING;
    private boolean greeted;
    private boolean secure;

    Handshake(Context context, ServerLink link, int attempt) {
        this.context = context;
        this.link = link;
        this.server = link.server();
        this.attempt = attempt;
    }

    /** The link has ended, or whoever made it wants it no more. */
    void stop() {
        step = Step.OVER;
    }

    /** The server's name was looked up. */
    void resolved() {
        stage(ConnectStage.RESOLVED);
    }

    /** The socket is open, or TLS on it. */
    void connected() {
        if (step == Step.DIALING) {
            stage(ConnectStage.DIALED);
            step = Step.AWAITING_INFO;
            if (context.options().tls().mode() == TlsOptions.Mode.FIRST
                    && !server.scheme().isWebSocket()) {
                secure();
            }
        } else if (step == Step.SECURING) {
            stage(ConnectStage.TLS);
            secure = true;
            if (greeted) {
                askCredentials();
            } else {
                step = Step.AWAITING_INFO;
            }
        }
    }

    /** Whether nothing may come in clear, not even INFO. */
    boolean beginsWithTls() {
        return awaitsTls() && !greeted;
    }

    /** Whether what comes next has to be TLS. */
    boolean awaitsTls() {
        return step == Step.SECURING && !secure;
    }

    /** A PONG came; true if it is the one that lets the client in. */
    boolean endsWithPong() {
        if (step != Step.LOGGING_IN) {
            return false;
        }
        step = Step.OVER;
        stage(ConnectStage.LOGGED_IN);
        return true;
    }

    private void stage(ConnectStage stage) {
        context.counters().stage(server, stage, System.nanoTime() - startNanos);
    }

    /** The first INFO came. */
    void greeted(ServerInfo first) {
        stage(ConnectStage.INFO);
        greeted = true;
        TlsOptions tls = context.options().tls();
        boolean wanted = tls.mode() == TlsOptions.Mode.REQUIRED || server.scheme() == ServerAddress.Scheme.TLS;
        if (server.scheme().isWebSocket()) {
            overWebSocket(tls);
        } else if (secure) {
            askCredentials();
        } else if (first.tlsRequired() || (wanted && first.tlsAvailable())) {
            step = Step.SECURING;
            link.stopReading();
        } else if (wanted) {
            link.die(new ServerErrorException(
                    ServerErrorKind.SECURE_CONNECTION_REQUIRED, server + " cannot do TLS, which is asked for here"));
        } else {
            askCredentials();
        }
    }

    /** TLS is below a WebSocket, and never inside it. */
    private void overWebSocket(TlsOptions tls) {
        boolean inClear = server.scheme() == ServerAddress.Scheme.WS;
        if (inClear && (tls.mode() == TlsOptions.Mode.REQUIRED || tls.mode() == TlsOptions.Mode.FIRST)) {
            link.die(new ServerErrorException(
                    ServerErrorKind.SECURE_CONNECTION_REQUIRED,
                    server + " is WebSocket in clear, and TLS is asked for here"));
        } else {
            askCredentials();
        }
    }

    /** Begins with TLS: all that came in clear has been read. */
    void secure() {
        step = Step.SECURING;
        context.threads().helpers().execute(() -> {
            try {
                SSLEngine engine = TlsEngines.engine(context.options().tls(), server);
                context.loop().execute(() -> secureWith(engine));
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                context.loop().execute(() -> link.die(e));
            }
        });
    }

    private void secureWith(SSLEngine engine) {
        if (step != Step.SECURING) {
            return;
        }
        link.secure(engine);
    }

    private void askCredentials() {
        step = Step.AWAITING_CREDENTIALS;
        AuthRequest request =
                new AuthRequest(server, link.info(), link.info().nonce().orElse(""), attempt);
        context.threads().helpers().execute(() -> {
            try {
                context.options()
                        .authenticator()
                        .credentials(request)
                        .whenComplete((given, failure) -> context.loop().execute(() -> logIn(given, failure)));
            } catch (RuntimeException e) {
                context.loop().execute(() -> logIn(null, e));
            }
        });
    }

    private void logIn(@Nullable Credentials credentials, @Nullable Throwable failure) {
        if (step != Step.AWAITING_CREDENTIALS) {
            if (credentials != null) {
                credentials.wipe();
            }
            return;
        }
        if (credentials == null) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            link.die(new AuthenticationException(
                    ServerErrorKind.AUTHORIZATION_VIOLATION,
                    "the authenticator gave no credentials: " + (cause == null ? "null" : cause.getMessage()),
                    cause));
            return;
        }
        stage(ConnectStage.CREDENTIALS);
        step = Step.LOGGING_IN;
        link.send(ConnectLine.of(context.options(), link.info(), secure, credentials));
    }
}
