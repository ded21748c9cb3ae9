// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sample does what it says, with a server of its own and with one that it is given. */
@Timeout(60)
class SamplesIT {
    static Stream<Named<Sample>> samples() {
        return Stream.of(
                Named.of("work queue", WorkQueue::run),
                Named.of("event stream with replay", EventLog::run),
                Named.of("cache with time to live", CacheWithTtl::run),
                Named.of("file store", FileStore::run),
                Named.of("configuration and feature flags", ConfigurationAndFlags::run),
                Named.of("services", ServiceMesh::run));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_sample_finds_its_own_result_right(Sample sample) {
        assertThat(Sample.execute(new String[0], sample)).isZero();
    }

    @Test
    void a_sample_takes_a_url() {
        try (NatsServer server = NatsServer.builder().jetStream().start()) {
            assertThat(Sample.execute(new String[] {server.url()}, WorkQueue::run))
                    .isZero();
        }
    }

    @Test
    void a_wrong_result_is_exit_code_1() {
        assertThat(Sample.execute(new String[0], nats -> Sample.check("one and one", 3, 2)))
                .isEqualTo(1);
    }
}
