// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.service.Answer;
import io.natskit.client.service.DiscoverySpec;
import io.natskit.client.service.GatherSpec;
import io.natskit.client.service.ServiceError;
import io.natskit.client.service.ServiceInfo;
import io.natskit.client.service.ServicePing;
import io.natskit.client.service.ServiceRequest;
import io.natskit.client.service.ServiceStats;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.json.JsonException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Questions that go to many. What answers questions of discovery without being a service (an error, no JSON, another type) is passed over. */
final class Discoveries {
    private Discoveries() {}

    static DiscoverySpec chosen(Consumer<DiscoverySpec> spec) {
        DiscoverySpec fresh = new DiscoverySpec();
        spec.accept(fresh);
        return fresh;
    }

    static GatherSpec gathering(Consumer<GatherSpec> spec) {
        GatherSpec fresh = new GatherSpec();
        spec.accept(fresh);
        return fresh;
    }

    static ReadReplies<ServicePing> pings(Context context, DiscoverySpec spec) {
        return new ReadReplies<>(
                () -> {
                    long sent = System.nanoTime();
                    return new ReadReplies.Asked<>(
                            replies(context, "PING", spec),
                            read(m -> ServiceJson.ping(m.bytes(), Duration.ofNanos(System.nanoTime() - sent))));
                },
                0,
                ping -> true);
    }

    static ReadReplies<ServiceInfo> infos(Context context, DiscoverySpec spec) {
        return asked(context, "INFO", spec, m -> ServiceJson.info(m.bytes()));
    }

    static ReadReplies<ServiceStats> stats(Context context, DiscoverySpec spec) {
        return asked(context, "STATS", spec, m -> ServiceJson.stats(m.bytes()));
    }

    private static <T> ReadReplies<T> asked(
            Context context, String verb, DiscoverySpec spec, Function<Message, T> reader) {
        return new ReadReplies<>(
                () -> new ReadReplies.Asked<>(replies(context, verb, spec), read(reader)), 0, item -> true);
    }

    private static io.natskit.client.AsyncReplies replies(Context context, String verb, DiscoverySpec spec) {
        StringBuilder subject = new StringBuilder(context.subject(verb));
        spec.name().ifPresent(name -> subject.append('.').append(name));
        spec.id().ifPresent(id -> subject.append('.').append(id));
        return context.connection()
                .async()
                .requestMany(
                        subject.toString(),
                        new byte[0],
                        o -> o.timeout(spec.timeout()).stall(spec.stall()).maxReplies(spec.instancesMax()));
    }

    private static <T> Function<Message, Optional<T>> read(Function<Message, T> reader) {
        return message -> {
            if (ServiceError.of(message).isPresent()) {
                return Optional.empty();
            }
            try {
                return Optional.of(reader.apply(message));
            } catch (JsonException notOne) {
                return Optional.empty();
            }
        };
    }

    static ReadReplies<Answer> answers(Context context, OutgoingMessage request, GatherSpec spec) {
        Duration timeout = spec.timeout().orElseGet(context::timeout);
        return new ReadReplies<>(
                () -> new ReadReplies.Asked<>(
                        context.connection()
                                .async()
                                .requestMany(
                                        withTimeout(request, timeout),
                                        o -> o.timeout(timeout)
                                                .stall(spec.stall())
                                                .maxReplies(spec.answersMax())),
                        m -> Optional.of(Answer.of(m))),
                spec.quorum(),
                Answer::good);
    }

    /** The request, and how long its sender will wait. */
    static OutgoingMessage withTimeout(OutgoingMessage request, Duration timeout) {
        Headers headers = request.headers().toBuilder()
                .set(ServiceRequest.TIMEOUT_HEADER, Long.toString(Math.max(1, timeout.toMillis())))
                .build();
        OutgoingMessage.Builder copy = OutgoingMessage.to(request.subject());
        String replyTo = request.replyTo();
        if (replyTo != null) {
            copy.replyTo(replyTo); // which the request refuses by name
        }
        return copy.headers(headers).payload(request.payload()).build();
    }
}
