// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.account.JetStreamServer;
import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.jetstream.stream.Fence;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.wire.jetstream.JetStreamError;
import java.util.ArrayList;
import java.util.List;

/**
 * The JetStream API of one account: takes requests from its inbox, finds their row in the table, and has them answered. Requests begin on the
 * account's home loop; what concerns one stream goes on on that stream's loop. Confined to the home loop.
 */
public final class Api implements LocalInbox.Handler {
    /** The API level of nats-server 2.15.2. */
    public static final int LEVEL = 5;

    private static final String PREFIX = "$JS.API.";

    private final JetStreamServer server;
    private final JetStreamAccount account;
    private final Audit audit;
    private final List<Operation> operations = new ArrayList<>();
    private boolean overflowed;
    private long dropped;

    /** The API of an account, without rows yet. */
    public Api(JetStreamAccount account) {
        this.server = account.server();
        this.account = account;
        this.audit = new Audit(account);
    }

    /** Adds rows to the table. */
    public Api with(List<Operation> rows) {
        operations.addAll(rows);
        return this;
    }

    @Override
    public void received(LocalMessage message) {
        overflowed |= message.isRefused();
        if (overflowed) {
            dropped++;
            return;
        }
        try {
            dispatch(message);
        } catch (RuntimeException e) {
            account.error("JetStream API request '" + message.subject() + "' failed: " + Fence.describe(e));
        }
    }

    /** Who asks for more than can be done is not answered (JA-31): everything that waits is dropped, and the operator is told. */
    @Override
    public void batchEnded() {
        if (overflowed || account.turns().waiting() >= server.options().requestQueueLimit()) {
            dropped += account.turns().drop();
            server.overloaded(dropped);
            overflowed = false;
            dropped = 0;
        }
    }

    private void dispatch(LocalMessage message) {
        String subject = plain(message.subject());
        String[] tokens = subject.substring(PREFIX.length()).split("\\.", -1);
        for (Operation one : operations) {
            if (one.matches(tokens)) {
                account.apiTotal().incrementAndGet();
                server.inflight().incrementAndGet();
                run(one, new ApiRequest(this, account, message, subject, tokens, one));
                return;
            }
        }
    }

    /** The subject without the domain's name: {@code $JS.<domain>.API.} means {@code $JS.API.}. */
    private String plain(String subject) {
        String domain = server.options().domain();
        String own = "$JS." + domain + ".API.";
        return domain != null && subject.startsWith(own) ? PREFIX + subject.substring(own.length()) : subject;
    }

    private static void run(Operation operation, ApiRequest request) {
        try {
            String level = request.requiredLevel();
            if (level != null && !level.isEmpty() && !ApiLevel.isSupported(level)) {
                request.refuse(JetStreamError.REQUIRED_API_LEVEL);
                return;
            }
            operation.handler().handle(request);
        } catch (ApiException e) {
            request.refuse(e.error());
        } catch (RuntimeException e) {
            request.failed(e);
        }
    }

    /** Has requests that change the account's list of streams answered one after another. */
    public static Operation.Handler inTurn(Operation.Handler handler) {
        return request -> request.account()
                .turns()
                .take(
                        ended -> {
                            request.whenAnswered(ended);
                            guarded(request, () -> handler.handle(request));
                        },
                        request::drop);
    }

    /** Goes on on the loop of a stream; refuses where there is no such stream. */
    public static void onStream(ApiRequest request, String name, StreamAction action) {
        Stream stream = request.account().find(name);
        if (stream == null) {
            throw new ApiException(JetStreamError.STREAM_NOT_FOUND);
        }
        onStream(request, stream, action);
    }

    /** As {@link #onStream(ApiRequest, String, StreamAction)}, where the stream is known. */
    public static void onStream(ApiRequest request, Stream stream, StreamAction action) {
        Runnable work = () -> guarded(request, () -> {
            if (stream.isOffline()) {
                throw new ApiException(Stream.offlineError());
            }
            if (stream.isClosed()) {
                throw new ApiException(JetStreamError.STREAM_NOT_FOUND);
            }
            action.run(stream);
        });
        if (stream.loop().isCurrent()) {
            work.run();
        } else {
            stream.loop().execute(work);
        }
    }

    /** Does something for a request; what it throws is the answer. */
    static void guarded(ApiRequest request, Runnable work) {
        try {
            work.run();
        } catch (ApiException e) {
            request.refuse(e.error());
        } catch (RuntimeException e) {
            request.failed(e);
        }
    }

    /** What is done on a stream's loop. */
    @FunctionalInterface
    public interface StreamAction {
        /** Throws {@link ApiException} to refuse. */
        void run(Stream stream);
    }

    void audit(ApiRequest request, byte[] response) {
        audit.answered(request, response);
    }
}
