// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.kv.BucketConfig;
import io.natskit.wire.jetstream.ExternalStream;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamSource;
import io.natskit.wire.jetstream.SubjectTransformConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private static final String API = "$JS.API.";

    @Test
    void the_duplicate_window_is_no_longer_than_values_live() {
        assertThat(Streams.of(BucketConfig.of("B")).duplicateWindow()).isEqualTo(Duration.ofMinutes(2));
        assertThat(Streams.of(BucketConfig.of("B", b -> b.timeToLive(Duration.ofSeconds(30))))
                        .duplicateWindow())
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_mirror_is_written_where_it_mirrors_and_read_where_it_is() {
        StreamConfig mirror = Streams.of(BucketConfig.of("M", b -> b.mirror("O")));

        assertThat(mirror.mirror().orElseThrow().name()).isEqualTo("KV_O");
        assertThat(mirror.mirrorDirect()).isTrue();
        assertThat(mirror.subjects()).isEmpty();
        assertThat(Streams.shape(mirror, API)).isEqualTo(new Streams.Shape("$KV.O.", "$KV.O.", true));
    }

    @Test
    void a_mirror_of_another_domain_is_written_there() {
        StreamConfig mirror = Streams.of(BucketConfig.of(
                "M",
                b -> b.mirror(StreamSource.builder("O")
                        .external(ExternalStream.domain("hub"))
                        .build())));

        assertThat(Streams.shape(mirror, API)).isEqualTo(new Streams.Shape("$KV.O.", "$JS.hub.API.$KV.O.", true));
    }

    @Test
    void buckets_of_another_domain_are_written_behind_its_prefix() {
        assertThat(Streams.shape(Streams.of(BucketConfig.of("B")), "$JS.hub.API."))
                .isEqualTo(new Streams.Shape("$KV.B.", "$JS.hub.API.$KV.B.", true));
    }

    @Test
    void sources_keep_their_keys_and_streams_with_transforms_are_used_as_they_are() {
        StreamSource other = StreamSource.builder("EVENTS")
                .subjectTransforms(new SubjectTransformConfig("events.>", "$KV.B.>"))
                .build();
        StreamSource some =
                StreamSource.builder("KV_C").filterSubject("$KV.C.new.*.x").build();
        StreamConfig stream =
                Streams.of(BucketConfig.of("B", b -> b.source("A").source(some).source(other)));

        assertThat(stream.sources()).extracting(StreamSource::name).containsExactly("KV_A", "KV_C", "EVENTS");
        assertThat(stream.sources())
                .extracting(StreamSource::subjectTransforms)
                .containsExactly(
                        List.of(new SubjectTransformConfig("$KV.A.>", "$KV.B.>")),
                        List.of(new SubjectTransformConfig("$KV.C.new.*.x", "$KV.B.new.{{wildcard(1)}}.x")),
                        List.of(new SubjectTransformConfig("events.>", "$KV.B.>")));
        assertThat(stream.subjects()).containsExactly("$KV.B.>");
    }
}
