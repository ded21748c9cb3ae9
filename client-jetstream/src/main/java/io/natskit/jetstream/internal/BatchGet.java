// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.RequestTimeoutException;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.ReadSpec;
import io.natskit.jetstream.StoredMessage;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Direct get in batches (ADR-31): each page is one request, whose answers end with status 204 and say how much is left. The next page goes on behind the last message,
 * and, for the last message of each subject, up to the sequence that the first page was true for.
 */
final class BatchGet implements PagedList.Source<StoredMessage> {
    private final Context context;
    private final String stream;
    private final ReadSpec spec;
    private long from;
    private long upTo;
    private boolean first = true;

    BatchGet(Context context, String stream, ReadSpec spec) {
        if (spec.subjects().size() > 1 && !spec.isLastPerSubject()) {
            throw new IllegalArgumentException("subjects: " + spec.subjects().size()
                    + " (expected: one at most, unless lastPerSubject() is chosen)");
        }
        if (spec.isLastPerSubject() && spec.subjects().isEmpty()) {
            throw new IllegalArgumentException("subjects: none (expected: at least one with lastPerSubject())");
        }
        this.context = context;
        this.stream = stream;
        this.spec = spec;
        this.from = spec.from();
        this.upTo = spec.upToSequence();
    }

    private byte[] query() {
        JsonWriter body = new JsonWriter().field("batch", spec.batch());
        if (spec.batchBytes() > 0) {
            body.field("max_bytes", spec.batchBytes());
        }
        if (spec.isLastPerSubject()) {
            body.strings("multi_last", spec.subjects());
            if (upTo > 0) {
                body.field("up_to_seq", upTo);
            } else {
                spec.upToTime().ifPresent(time -> body.field("up_to_time", time.toString()));
            }
            if (from > 0) {
                body.field("seq", from);
            }
            return body.toBytes();
        }
        spec.subjects().stream().findFirst().ifPresent(filter -> body.field("next_by_subj", filter));
        if (first && spec.fromTime().isPresent()) {
            body.field("start_time", spec.fromTime().get().toString());
        } else {
            body.field("seq", Math.max(1, from));
        }
        return body.toBytes();
    }

    @Override
    public CompletableFuture<PagedList.Page<StoredMessage>> next() {
        CompletableFuture<PagedList.Page<StoredMessage>> page = new CompletableFuture<>();
        String inbox = context.connection().newInbox();
        List<StoredMessage> got = new ArrayList<>();
        String subject = context.subject("DIRECT.GET." + stream);
        try {
            Subscription subscription = context.connection()
                    .subscribe(
                            inbox,
                            SubscribeOptions.of(o -> o.gate(message -> {
                                take(message, got, page);
                                return false;
                            })));
            Runnable stop = context.inside()
                    .after(
                            context.options().timeout().toNanos(),
                            () -> page.completeExceptionally(new RequestTimeoutException(
                                    subject, context.options().timeout())));
            page.whenComplete((done, error) -> {
                stop.run();
                subscription.unsubscribe();
            });
            context.connection()
                    .publish(OutgoingMessage.to(subject)
                            .replyTo(inbox)
                            .payload(query())
                            .build());
        } catch (NatsException e) {
            page.completeExceptionally(e);
        }
        return page;
    }

    /** I/O thread. */
    private void take(Message message, List<StoredMessage> got, CompletableFuture<PagedList.Page<StoredMessage>> page) {
        Headers headers = message.headers();
        int code = message.size() == 0 ? headers.statusCode() : 0;
        try {
            if (code == 204) {
                end(headers, got, page);
            } else if (code == 404) {
                page.complete(new PagedList.Page<>(got, true));
            } else if (code == 503) {
                page.completeExceptionally(StreamOps.noDirect(
                        stream, new io.natskit.client.NoRespondersException("DIRECT.GET." + stream)));
            } else if (code != 0) {
                page.completeExceptionally(new JetStreamApiException(code, 0, headers.statusDescription()));
            } else if (headers.last("Nats-Num-Pending") == null) {
                page.completeExceptionally(
                        new JetStreamApiException(501, 0, "the server does not know direct get in batches (2.11)"));
            } else {
                got.add(StreamOps.directly(message));
            }
        } catch (NatsException e) {
            page.completeExceptionally(e);
        }
    }

    private void end(Headers headers, List<StoredMessage> got, CompletableFuture<PagedList.Page<StoredMessage>> page) {
        long pending = number(headers.first("Nats-Num-Pending"));
        first = false;
        from = number(headers.first("Nats-Last-Sequence")) + 1;
        if (spec.isLastPerSubject() && upTo == 0) {
            upTo = number(headers.first("Nats-UpTo-Sequence"));
        }
        page.complete(new PagedList.Page<>(got, pending == 0 || got.isEmpty()));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseUnsignedLong(digits);
    }
}
