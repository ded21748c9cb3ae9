// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import io.natskit.server.jetstream.stream.Fence;
import io.natskit.server.jetstream.stream.HeaderBlock;
import io.natskit.server.jetstream.stream.HeaderNames;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.local.LocalSubscription;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one hidden consumer of an origin alive: asks for it, hears it, notices when it is gone or lost something, and asks again, later each time
 * (SC-23). What the messages mean is the {@link Copy}'s affair. What waits is bounded by flow control, whose answers leave once what came
 * before them is safe. Confined to the stream's loop.
 */
final class OriginLink implements LocalInbox.Handler {
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long RESET_ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long INBOX_MESSAGES = 1 << 20;
    // three times what a consumer has under way at most
    private static final long INBOX_BYTES = 96L << 20;
    private static final int HIGHEST_LEVEL = 5;
    private static final int SOURCING_LEVEL = 4;
    private static final int NO_LEVEL = 0;
    private static final String NEW_REPLIES = "js_api_reply_v2";
    private static final byte[] NOTHING = {};

    private final Stream stream;
    private final Copy copy;
    private final HiddenConsumer hidden;
    private final LocalInbox inbox;
    private final FlowAnswers flow;
    private final Backoff backoff = new Backoff();
    private final Delivery delivery = new Delivery();
    private final LoopTimer retry;
    private final LoopTimer patience;
    private final LoopTimer health;

    // of one request
    private @Nullable LocalSubscription answers;
    private int level = HIGHEST_LEVEL;

    // of one consumer
    private @Nullable LocalSubscription messages;
    private byte[] consumer = NOTHING;

    private @Nullable LocalSubscription probe;
    private @Nullable ApiError error;
    private boolean heard;
    private long heardAt;
    private boolean touched;
    private boolean closed;

    OriginLink(Stream stream, Copy copy, HiddenConsumer hidden) {
        this.stream = stream;
        this.copy = copy;
        this.hidden = hidden;
        this.flow = new FlowAnswers(stream);
        Fence fence = stream.fence();
        this.inbox = new LocalInbox(stream.loop(), fence.handler(this), INBOX_MESSAGES, INBOX_BYTES, false);
        this.retry = new LoopTimer(fence.around(this::ask));
        this.patience = new LoopTimer(fence.around(this::noAnswer));
        this.health = new LoopTimer(fence.around(this::look));
    }

    /** Asks for the consumer soon. */
    void begin() {
        later();
    }

    /** Lets go of everything; with {@code forGood} the origin is told to forget its consumer, unless that is the user's. */
    void close(boolean forGood) {
        if (closed) {
            return;
        }
        closed = true;
        byte[] last = consumer;
        silence();
        inbox.close();
        stream.loop().cancel(retry);
        if (forGood && !hidden.isOfUser()) {
            String name = last.length == 0 ? hidden.name() : new String(last, StandardCharsets.UTF_8);
            stream.publisher().publish(stream.account(), bytes(hidden.deleteSubject(name)), NOTHING);
        }
    }

    // ---- asking

    private void later() {
        silence();
        level = HIGHEST_LEVEL;
        long delay = backoff.delayNanos(
                stream.loop().now(), ThreadLocalRandom.current().nextDouble());
        stream.loop().schedule(retry, delay);
    }

    /** Hears nothing any more; what the consumer still sends is nobody's. */
    private void silence() {
        answers = closed(answers);
        messages = closed(messages);
        probe = closed(probe);
        consumer = NOTHING;
        stream.loop().cancel(patience);
        stream.loop().cancel(health);
    }

    private static @Nullable LocalSubscription closed(@Nullable LocalSubscription subscription) {
        if (subscription != null) {
            subscription.close();
        }
        return null;
    }

    private void ask() {
        if (closed) {
            return;
        }
        silence();
        backoff.asked(stream.loop().now());
        String reply = "$JSC.R." + (stream.host().featureFlag(NEW_REPLIES) ? hidden.place(stream) + "." : "")
                + HiddenConsumer.random();
        answers = stream.host().clients().subscribe(stream.account(), reply, null, inbox);
        int reached = hidden.isOfUser() ? askReset(reply) : askCreate(reply);
        if (reached == 0) {
            // nobody answers for that API: no reason to wait
            failed(null);
            return;
        }
        stream.loop().schedule(patience, hidden.isOfUser() ? RESET_ANSWER_NANOS : ANSWER_NANOS);
    }

    private int askCreate(String reply) {
        ConsumerConfig config = hidden.config(level >= SOURCING_LEVEL, copy::start);
        return send(hidden.createSubject(config), reply, hidden.body(config));
    }

    private int askReset(String reply) {
        return send(hidden.resetSubject(), reply, NOTHING);
    }

    private int send(String subject, String reply, byte[] body) {
        byte[] headers = NOTHING;
        if (level > NO_LEVEL) {
            headers = HeaderBlock.with(headers, HeaderNames.REQUIRED_API_LEVEL, Integer.toString(level));
        }
        if (level == HIGHEST_LEVEL) {
            headers = HeaderBlock.with(headers, HeaderNames.STREAM_IDENTITY, copy.identity());
        }
        return stream.publisher().publish(stream.account(), bytes(subject), bytes(reply), headers, body);
    }

    private void noAnswer() {
        failed(null);
        if (hidden.isOfUser()) {
            // a sign of life of the user's consumer ends the waiting
            probe = stream.host().clients().subscribe(stream.account(), hidden.deliverSubjectOfUser(), null, inbox);
        }
    }

    private void failed(@Nullable ApiError why) {
        if (why != null) {
            error = why;
        }
        backoff.failed();
        later();
    }

    private void answered(LocalMessage message) {
        answers = closed(answers);
        stream.loop().cancel(patience);
        ConsumerInfo info;
        try {
            byte[] payload = message.payloadBytes();
            ApiError refusal = ApiError.find(payload).orElse(null);
            if (refusal != null) {
                refused(refusal);
                return;
            }
            info = ConsumerInfo.ofJson(payload);
        } catch (JsonException e) {
            failed(copy.setupFailed("invalid consumer create response"));
            return;
        }
        String identity = HeaderBlock.text(
                message.bytes(), message.header(), message.headerLength(), HeaderNames.STREAM_IDENTITY);
        begun(info, identity == null ? "" : identity);
    }

    private void refused(ApiError refusal) {
        if (is(refusal, JetStreamError.CONSUMER_STREAM_IDENTITY_MISMATCH) && copy.originChanged()) {
            stream.host()
                    .warn("JetStream " + copy.kind() + " stream of '" + place() + "' was recreated, beginning again");
            later();
            return;
        }
        boolean old = is(refusal, JetStreamError.REQUIRED_API_LEVEL) || is(refusal, JetStreamError.INVALID_JSON);
        if (old && level > NO_LEVEL) {
            int next = level > SOURCING_LEVEL ? SOURCING_LEVEL : NO_LEVEL;
            ask(next);
            return;
        }
        stream.host()
                .warn("JetStream error response for " + copy.kind() + " consumer of '" + place() + "': "
                        + refusal.description() + " (" + refusal.errCode() + ")");
        failed(refusal);
    }

    private void ask(int atLevel) {
        level = atLevel;
        ask();
    }

    private static boolean is(ApiError error, JetStreamError known) {
        return error.known().orElse(null) == known;
    }

    private String place() {
        return stream.account().name() + " > " + stream.name();
    }

    private void begun(ConsumerInfo info, String identity) {
        if (hidden.isOfUser() && info.config().ackPolicy() != AckPolicy.FLOW_CONTROL) {
            failed(copy.requiresFlowControl().with());
            return;
        }
        try {
            copy.began(info, identity);
        } catch (RuntimeException e) {
            failed(copy.setupFailed(String.valueOf(e.getMessage())));
            return;
        }
        error = null;
        backoff.succeeded();
        consumer = info.name().getBytes(StandardCharsets.UTF_8);
        flow.begin();
        String subject = hidden.isOfUser()
                ? hidden.deliverSubjectOfUser()
                : info.config().deliverSubject();
        messages = stream.host().clients().subscribe(stream.account(), subject, null, inbox);
        heard();
        stream.loop().schedule(health, HiddenConsumer.STALLED.toNanos());
        touched = true;
        stream.changes().batchEnded();
    }

    // ---- hearing

    private void heard() {
        heard = true;
        heardAt = stream.loop().now();
    }

    private void look() {
        if (stream.loop().now() - heardAt > HiddenConsumer.STALLED.toNanos()) {
            later();
        } else {
            stream.loop().schedule(health, HiddenConsumer.STALLED.toNanos());
        }
    }

    @Override
    public void received(LocalMessage message) {
        if (closed) {
            return;
        }
        try {
            hear(message);
        } catch (RuntimeException fault) {
            // of this copy alone: it begins again, and everything else goes on
            stream.host().error("JetStream " + copy.kind() + " of '" + place() + "' failed: " + fault);
            failed(copy.setupFailed("internal error"));
        }
    }

    private void hear(LocalMessage message) {
        if (isOf(messages, message)) {
            heard();
            if (message.isRefused() || !taken(message)) {
                later();
            }
        } else if (isOf(answers, message) && !message.isRefused()) {
            answered(message);
        } else if (isOf(probe, message)) {
            backoff.succeeded();
            later();
        }
    }

    private static boolean isOf(@Nullable LocalSubscription subscription, LocalMessage message) {
        return subscription != null && subscription.subscription() == message.subscription();
    }

    /** False if the consumer has to begin again. */
    private boolean taken(LocalMessage message) {
        touched = true;
        if (FlowAnswers.isControl(message)) {
            return flow.control(message, copy.position());
        }
        if (!delivery.read(message.bytes(), message.reply(), message.replyLength())
                || !delivery.isFrom(consumer)
                || delivery.deliveries() > 1) {
            return true;
        }
        flow.moved();
        return copy.copy(message, delivery);
    }

    @Override
    public void batchEnded() {
        if (closed || !touched) {
            return;
        }
        touched = false;
        stream.changes().whenCommitted(problem -> {
            if (problem != null && !closed) {
                copy.reposition();
                later();
            }
        });
        stream.changes().batchEnded();
    }

    // ---- telling

    /** Why nothing comes, or null. */
    @Nullable
    ApiError error() {
        return flow.isStalled() ? JetStreamError.SOURCE_CONSUMER_FLOW_CONTROL_STALLED.with() : error;
    }

    /** Whether it has asked for the consumer at all. */
    boolean hasAsked() {
        return backoff.hasAsked();
    }

    /** How long ago the origin was heard of, in nanoseconds; -1 for never. */
    long activeNanos() {
        return heard ? stream.loop().now() - heardAt : -1;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
