// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.kv.BucketConfig;
import io.natskit.wire.jetstream.Compression;
import io.natskit.wire.jetstream.DiscardPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamConfigBuilder;
import io.natskit.wire.jetstream.StreamSource;
import io.natskit.wire.jetstream.SubjectTransformConfig;
import java.time.Duration;
import java.util.List;

/** What a bucket is as a stream (ADR-8, ADR-48, ADR-57). Pure. */
final class Streams {
    private static final Duration DUPLICATES = Duration.ofMinutes(2);

    private Streams() {}

    static StreamConfig of(BucketConfig bucket) {
        Duration ttl = bucket.timeToLive();
        StreamConfigBuilder stream = StreamConfig.builder(Names.STREAM + bucket.name())
                .description(bucket.description())
                .maxMessagesPerSubject(bucket.history())
                .maxBytes(bucket.bytesMax())
                .maxMessageSize(bucket.valueBytesMax())
                .maxAge(ttl)
                .duplicateWindow(ttl.isZero() || ttl.compareTo(DUPLICATES) > 0 ? DUPLICATES : ttl)
                .storage(bucket.storage())
                .replicas(bucket.replicas())
                .placement(bucket.placement().orElse(null))
                .republish(bucket.republish().orElse(null))
                .compression(bucket.compressed() ? Compression.S2 : Compression.NONE)
                .metadata(bucket.metadata())
                .discard(DiscardPolicy.NEW)
                .allowRollup(true)
                .denyDelete(true)
                .allowDirect(true)
                .allowAtomicPublish(bucket.atomicPuts());
        if (!bucket.limitMarkers().isZero()) {
            stream.allowMessageTtl(true).subjectDeleteMarkerTtl(bucket.limitMarkers());
        }
        if (bucket.mirror().isPresent()) {
            StreamSource mirror = bucket.mirror().get();
            return stream.mirror(
                            mirror.toBuilder().name(prefixed(mirror.name())).build())
                    .mirrorDirect(true)
                    .build();
        }
        List<StreamSource> sources =
                bucket.sources().stream().map(s -> source(bucket.name(), s)).toList();
        return stream.sources(sources)
                .subjects(Names.SUBJECT + bucket.name() + ".>")
                .build();
    }

    private static StreamSource source(String bucket, StreamSource source) {
        if (!source.subjectTransforms().isEmpty()) {
            // ADR-57: used as it is, so that streams that are no buckets can be taken in
            return source;
        }
        String stream = prefixed(source.name());
        String from = Names.SUBJECT + stream.substring(Names.STREAM.length()) + ".";
        String filter = source.filterSubject().isEmpty() ? from + ">" : source.filterSubject();
        String tail = filter.startsWith(from) ? filter.substring(from.length()) : ">";
        String to = Names.SUBJECT + bucket + "." + destination(tail);
        return source.toBuilder()
                .name(stream)
                .filterSubject("")
                .subjectTransforms(new SubjectTransformConfig(filter, to))
                .build();
    }

    /** The keys of a filter as the target of a transform: each wildcard is taken over where it stands. */
    private static String destination(String filter) {
        StringBuilder out = new StringBuilder();
        int wildcard = 0;
        for (int i = 0; i < filter.length(); i++) {
            char c = filter.charAt(i);
            if (c == '*') {
                out.append("{{wildcard(").append(++wildcard).append(")}}");
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String prefixed(String name) {
        return name.startsWith(Names.STREAM) ? name : Names.STREAM + name;
    }

    /** Where a bucket's keys are read and written, as its stream and the API's prefix say. */
    static Shape shape(StreamConfig stream, String apiPrefix) {
        String own = Names.SUBJECT + stream.name().substring(Names.STREAM.length()) + ".";
        // in another domain, or account, subjects are reached behind the API's prefix
        String prefix = apiPrefix.equals("$JS.API.") ? "" : apiPrefix;
        if (stream.mirror().isEmpty()) {
            return new Shape(own, prefix + own, stream.allowDirect());
        }
        StreamSource mirror = stream.mirror().get();
        String origin = Names.SUBJECT + prefixed(mirror.name()).substring(Names.STREAM.length()) + ".";
        String external = mirror.external().map(e -> e.apiPrefix()).orElse("");
        String write = external.isEmpty() ? prefix + origin : external + "." + origin;
        return new Shape(readPrefix(mirror, origin), write, stream.allowDirect() || stream.mirrorDirect());
    }

    /** A mirror keeps its origin's subjects, unless it transforms all of them. */
    private static String readPrefix(StreamSource mirror, String origin) {
        for (SubjectTransformConfig transform : mirror.subjectTransforms()) {
            if (transform.source().equals(origin + ">")
                    && transform.destination().endsWith(".>")) {
                return transform
                        .destination()
                        .substring(0, transform.destination().length() - 1);
            }
        }
        return origin;
    }

    /**
     * Where keys are.
     *
     * @param readPrefix what stands before a key in the stream
     * @param writePrefix what stands before a key in a publish
     * @param direct whether direct get is allowed
     */
    record Shape(String readPrefix, String writePrefix, boolean direct) {}
}
