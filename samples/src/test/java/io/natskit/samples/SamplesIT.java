// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

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
                Named.of("publish and subscribe", PublishSubscribe::run),
                Named.of("queue group", QueueGroup::run),
                Named.of("request and reply", RequestReply::run),
                Named.of("scatter and gather", ScatterGather::run),
                Named.of("headers", HeadersOnMessages::run),
                Named.of("reconnect under a fault", ReconnectUnderFault::run),
                Named.of("back-pressure", HoldingBack::run),
                Named.of("work queue", WorkQueue::run),
                Named.of("event sourcing with replay", EventSourcing::run),
                Named.of("exactly once", ExactlyOnce::run),
                Named.of("dead letters", DeadLetterOffice::run),
                Named.of("backup and restore", BackupAndRestore::run),
                Named.of("delayed and scheduled messages", DelayedMessages::run),
                Named.of("mirror and source", MirrorAndSource::run),
                Named.of("cache with time to live", CacheWithTtl::run),
                Named.of("file store", FileStore::run),
                Named.of("configuration and feature flags", ConfigurationAndFlags::run),
                Named.of("services with discovery and load balancing", ServiceMesh::run));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_sample_finds_its_own_result_right(Sample sample) {
        assertThat(Sample.execute(new String[0], sample)).isZero();
    }

    static Stream<Named<Sample.WithServer>> samplesWithServers() {
        return Stream.of(
                Named.of("mutual TLS", MutualTls::run),
                Named.of("operator mode from nothing", OperatorMode::run),
                Named.of("two tenants sharing one service", TwoTenants::run),
                Named.of("encrypted store", EncryptedStore::run),
                Named.of("a chat page", ChatPage::run),
                Named.of("MQTT sensors and their dashboard", SensorDashboard::run),
                Named.of("Sparkplug edge node", SparkplugEdgeNode::run));
    }

    @ParameterizedTest
    @MethodSource("samplesWithServers")
    void a_sample_with_its_own_server_finds_its_own_result_right(Sample.WithServer sample) {
        assertThat(Sample.execute(sample)).isZero();
    }

    @Test
    void a_sample_takes_a_url() {
        try (NatsServer server = NatsServer.builder().start()) {
            assertThat(Sample.execute(new String[] {server.url()}, PublishSubscribe::run))
                    .isZero();
        }
    }

    @Test
    void a_wrong_result_is_exit_code_1() {
        Sample wrong = url -> Sample.check("one and one", 3, 2);
        assertThat(Sample.execute(new String[0], wrong)).isEqualTo(1);
    }

    @Test
    void a_server_that_is_not_there_is_exit_code_1() {
        assertThat(Sample.execute(new String[] {"nats://127.0.0.1:1"}, PublishSubscribe::run))
                .isEqualTo(1);
    }
}
