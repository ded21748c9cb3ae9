// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.account.JetStreamServer;
import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.jetstream.stream.Fence;
import io.natskit.server.jetstream.stream.RequiredLevel;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.wire.jetstream.JetStreamError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The JetStream API of one account: takes requests from its inbox, finds their row in the table, and has them answered. Requests begin on the
 * account's home loop; what concerns one stream goes on on that stream's loop. Confined to the home loop.
 */
public final class Api implements LocalInbox.Handler {
    /** The API level of nats-server 2.15.2. */
    public static final int LEVEL = RequiredLevel.SUPPORTED;

    private static final String PREFIX = "$JS.API.";

    private final JetStreamServer server;
    private final JetStreamAccount account;
    private final Audit audit;
    private final List<Operation> operations = new ArrayList<>();
    // what only asks waits until nothing else does, in a queue of its own (JA-31)
    private final ArrayDeque<ApiRequest> infos = new ArrayDeque<>();
    private LongSupplier toCome = () -> 0;
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

    /** How many messages wait to be {@linkplain #received received}. */
    public void behind(LongSupplier waiting) {
        toCome = waiting;
    }

    @Override
    public void received(LocalMessage message) {
        overflowed |= message.isRefused();
        if (overflowed) {
            dropped++;
            return;
        }
        String subject = plain(message.subject(), server.options().domain());
        String[] tokens = subject.substring(PREFIX.length()).split("\\.", -1);
        for (Operation one : operations) {
            if (one.matches(tokens)) {
                ApiRequest request = new ApiRequest(this, account, message, subject, tokens, one);
                if (one.isInfo()) {
                    queue(request);
                } else {
                    begin(request);
                }
                return;
            }
        }
    }

    private void queue(ApiRequest request) {
        infos.addLast(request);
        if (infos.size() >= server.options().infoQueueLimit()) {
            dropped += infos.size();
            infos.clear();
        }
    }

    /** Who asks for more than can be done is not answered (JA-31): everything that waits is dropped, and the operator is told. */
    @Override
    public void batchEnded() {
        if (overflowed || account.turns().waiting() >= server.options().requestQueueLimit()) {
            dropped += account.turns().drop();
            overflowed = false;
        }
        if (dropped > 0) {
            server.overloaded(dropped);
            dropped = 0;
        }
        while (toCome.getAsLong() == 0 && !infos.isEmpty()) {
            begin(infos.removeFirst());
        }
    }

    private void begin(ApiRequest request) {
        account.apiTotal().incrementAndGet();
        server.inflight().incrementAndGet();
        try {
            run(request);
        } catch (RuntimeException e) {
            account.error("JetStream API request '" + request.subject() + "' failed: " + Fence.describe(e));
        }
    }

    /** The subject without the domain's name: {@code $JS.<domain>.API.} means {@code $JS.API.}. */
    private static String plain(String subject, @Nullable String domain) {
        String own = "$JS." + domain + ".API.";
        return domain != null && subject.startsWith(own) ? PREFIX + subject.substring(own.length()) : subject;
    }

    /** What is asked for: what stands behind {@code $JS.API.}, or {@code $JS.<domain>.API.}. */
    static String asked(String subject, @Nullable String domain) {
        return plain(subject, domain).substring(PREFIX.length());
    }

    private static void run(ApiRequest request) {
        try {
            String level = request.requiredLevel();
            if (level != null && !level.isEmpty() && !RequiredLevel.isSupported(level)) {
                request.refuse(JetStreamError.REQUIRED_API_LEVEL);
                return;
            }
            request.operation().handler().handle(request);
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
                throw new ApiException(stream.offlineError());
            }
            if (stream.isClosed()) {
                throw new ApiException(JetStreamError.STREAM_NOT_FOUND);
            }
            action.run(stream);
        });
        onLoop(stream, work);
    }

    /** As {@link #onStream(ApiRequest, String, StreamAction)}, also where the stream is out of service. */
    public static void onStreamOrOffline(ApiRequest request, String name, StreamAction action) {
        Stream stream = request.account().find(name);
        if (stream == null) {
            throw new ApiException(JetStreamError.STREAM_NOT_FOUND);
        }
        onLoop(
                stream,
                () -> guarded(request, () -> {
                    if (stream.isClosed() && !stream.isOffline()) {
                        throw new ApiException(JetStreamError.STREAM_NOT_FOUND);
                    }
                    action.run(stream);
                }));
    }

    private static void onLoop(Stream stream, Runnable work) {
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
