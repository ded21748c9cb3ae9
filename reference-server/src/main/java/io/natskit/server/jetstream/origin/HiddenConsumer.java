// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import io.natskit.server.jetstream.stream.SourceKey;
import io.natskit.server.jetstream.stream.StableHash;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerAction;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import io.natskit.wire.jetstream.ConsumerCreateRequest;
import io.natskit.wire.jetstream.ExternalStream;
import io.natskit.wire.jetstream.StreamConsumerSource;
import io.natskit.wire.jetstream.StreamSource;
import io.natskit.wire.jetstream.SubjectTransformConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/**
 * The requests for the hidden consumer of an origin (SC-23), in nats-server's form: what it is called, where it delivers, what it takes. Immutable.
 */
final class HiddenConsumer {
    /** After that much silence something is wrong, and the origin gives up a consumer that nobody hears. */
    static final Duration STALLED = Duration.ofSeconds(10);

    private static final String API = "$JS.API";
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration ACK_WAIT = Duration.ofHours(22);
    private static final int SUFFIX = 8;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final StreamSource source;
    private final boolean mirror;
    private final String name;
    private final Map<String, String> metadata;

    private HiddenConsumer(StreamSource source, boolean mirror, String name, Map<String, String> metadata) {
        this.source = source;
        this.mirror = mirror;
        this.name = name;
        this.metadata = metadata;
    }

    /** The consumer of a mirror's origin. */
    static HiddenConsumer ofMirror(Stream stream, StreamSource origin) {
        return new HiddenConsumer(origin, true, "JS_MIRROR_" + stableHash(stream), metadata(stream, "mirror"));
    }

    /** The consumer of one of several sources: where an origin is named twice, each has a name of its own. */
    static HiddenConsumer ofSource(Stream stream, StreamSource origin, List<StreamSource> all) {
        String id = stableHash(stream);
        long same = all.stream().filter(one -> one.name().equals(origin.name())).count();
        if (same > 1) {
            id = id + " " + SourceKey.of(origin);
        }
        return new HiddenConsumer(origin, false, "JS_SRC_" + StableHash.of(id), metadata(stream, "src"));
    }

    private static String stableHash(Stream stream) {
        String domain = stream.host().options().domain();
        String id = stream.name() + " " + stream.account().name();
        return StableHash.of(domain == null ? id : id + " " + domain);
    }

    private static Map<String, String> metadata(Stream stream, String kind) {
        Map<String, String> metadata = new HashMap<>();
        metadata.put("_nats." + kind + ".stream", stream.name());
        metadata.put("_nats." + kind + ".acc", stream.account().name());
        String domain = stream.host().options().domain();
        if (domain != null) {
            metadata.put("_nats." + kind + ".domain", domain);
        }
        return metadata;
    }

    /** Whether the user made the consumer: it is reset then, never made or deleted. */
    boolean isOfUser() {
        return source.consumer().isPresent();
    }

    /** The name that stays the same; that of a living consumer may have more behind it. */
    String name() {
        return source.consumer().map(StreamConsumerSource::name).orElse(name);
    }

    /** Where the user's consumer delivers. */
    String deliverSubjectOfUser() {
        return source.consumer().map(StreamConsumerSource::deliverSubject).orElse("");
    }

    /** What replies to its requests name where they are told apart: domain, account, origin and consumer. */
    String place(Stream stream) {
        String prefix = source.external().map(ExternalStream::apiPrefix).orElse("");
        boolean domain = prefix.startsWith("$JS.") && prefix.endsWith(".API") && prefix.length() > "$JS..API".length();
        String name = domain ? prefix.substring("$JS.".length(), prefix.length() - ".API".length()) : "_";
        return name + "." + StableHash.of(stream.account().name()) + "." + source.name() + "." + name();
    }

    /** The subject of the request that deletes a consumer of that name. */
    String deleteSubject(String consumer) {
        return external("$JS.API.CONSUMER.DELETE." + source.name() + "." + consumer);
    }

    /** The subject of the request that resets the user's consumer. */
    String resetSubject() {
        return external("$JS.API.CONSUMER.RESET." + source.name() + "." + name());
    }

    /** The subject of the request that makes a consumer of that configuration. */
    String createSubject(ConsumerConfig config) {
        return external(
                config.filterSubject().isEmpty()
                        ? "$JS.API.CONSUMER.CREATE." + source.name()
                        : "$JS.API.CONSUMER.CREATE." + source.name() + "." + config.name() + "."
                                + config.filterSubject());
    }

    private String external(String subject) {
        return source.external()
                .map(to -> oneDot(to.apiPrefix() + subject.substring(API.length())))
                .orElse(subject);
    }

    /** The configuration of the consumer; {@code start} says where it begins. An old server knows no sourcing consumers, and gets a name of one life. */
    ConsumerConfig config(boolean sourcing, UnaryOperator<ConsumerConfigBuilder> start) {
        ConsumerConfigBuilder config = ConsumerConfig.builder()
                .name(sourcing ? name : name + "_" + random())
                .deliverSubject(deliverSubject())
                .ackPolicy(AckPolicy.NONE)
                .ackWait(ACK_WAIT)
                .maxDeliver(1)
                .idleHeartbeat(HEARTBEAT)
                .flowControl(true)
                .direct(true)
                .sourcing(sourcing)
                .inactiveThreshold(STALLED)
                .metadata(metadata);
        filters(config);
        return start.apply(config).build();
    }

    private void filters(ConsumerConfigBuilder config) {
        List<String> filters = source.subjectTransforms().stream()
                .map(SubjectTransformConfig::source)
                .toList();
        if (!source.filterSubject().isEmpty()) {
            config.filterSubject(source.filterSubject());
        } else if (filters.size() == 1) {
            config.filterSubject(filters.get(0));
        } else if (!filters.isEmpty()) {
            config.filterSubjects(filters);
        }
    }

    private String deliverSubject() {
        String kind = mirror ? "M" : "S";
        String prefix = source.external().map(to -> to.deliverPrefix()).orElse("");
        return prefix.isEmpty() ? "$JS." + kind + "." + random() : oneDot(prefix + "." + kind + "." + random());
    }

    /** The body of the request that makes a consumer. */
    byte[] body(ConsumerConfig config) {
        return new ConsumerCreateRequest(source.name(), config, ConsumerAction.CREATE_OR_UPDATE, false).toJson();
    }

    private static String oneDot(String subject) {
        return subject.replace("..", ".");
    }

    /** The end of a subject that nobody else uses. */
    static String random() {
        StringBuilder text = new StringBuilder(SUFFIX);
        for (int i = 0; i < SUFFIX; i++) {
            text.append(DIGITS.charAt(ThreadLocalRandom.current().nextInt(DIGITS.length())));
        }
        return text.toString();
    }
}
