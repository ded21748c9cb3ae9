// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class OcspOptionsTest {
    private static final Duration AGES = Duration.ofDays(100_000);

    private static ServerOptions savedEach(Duration interval) {
        return ServerOptions.builder()
                .ocspCache(new OcspCacheOptions(OcspCacheOptions.Type.LOCAL, Path.of("x"), false, interval))
                .build();
    }

    private static ServerOptions asking(UnaryOperator<OcspPeerOptions.Builder> with) {
        return ServerOptions.builder()
                .tls(TlsOptions.builder()
                        .certFile(Path.of("c"))
                        .keyFile(Path.of("k"))
                        .verify(true)
                        .ocspPeer(with.apply(OcspPeerOptions.builder().verify(true))
                                .build())
                        .build())
                .build();
    }

    @Test
    void a_server_that_is_built_writes_nothing_unless_it_is_told_to() {
        assertThat(ServerOptions.builder().build().ocspCache()).isEqualTo(OcspCacheOptions.MEMORY);
        assertThat(ConfigFile.parse("port: 1", ServerOptions.builder())
                        .options()
                        .ocspCache())
                .isEqualTo(OcspCacheOptions.MEMORY);
        assertThat(ConfigFile.parse("ocsp_cache: true", ServerOptions.builder())
                        .options()
                        .ocspCache())
                .isEqualTo(OcspCacheOptions.LOCAL);
    }

    @Test
    void answers_are_saved_after_a_second_at_least_and_within_ages() {
        assertThatCode(() -> savedEach(Duration.ofSeconds(1)).validate()).doesNotThrowAnyException();
        assertThatCode(() -> savedEach(AGES).validate()).doesNotThrowAnyException();
        assertThatThrownBy(() -> savedEach(Duration.ofMillis(999)).validate())
                .hasMessageContaining("ocspCache saveInterval: PT0.999S (expected: at least a second)");
        assertThatThrownBy(() -> savedEach(Duration.ofSeconds(Long.MAX_VALUE)).validate())
                .hasMessageContaining("ocspCache saveInterval: ")
                .hasMessageContaining("(expected: at most 100000 days)");
    }

    @Test
    void times_for_what_authorities_say_are_bounded() {
        assertThatCode(() -> asking(peers ->
                                peers.timeout(AGES).allowedClockSkew(AGES).lifeOfUndated(AGES))
                        .validate())
                .doesNotThrowAnyException();
        Duration more = AGES.plusNanos(1);
        assertThatThrownBy(() -> asking(peers ->
                                peers.timeout(more).allowedClockSkew(more).lifeOfUndated(more))
                        .validate())
                .hasMessageContaining("tls ocspPeer timeout: " + more + " (expected: at most 100000 days)")
                .hasMessageContaining("tls ocspPeer allowedClockSkew: " + more + " (expected: at most 100000 days)")
                .hasMessageContaining("tls ocspPeer lifeOfUndated: " + more + " (expected: at most 100000 days)");
        Duration less = Duration.ofNanos(-1);
        assertThatThrownBy(() -> asking(peers -> peers.allowedClockSkew(less).lifeOfUndated(less))
                        .validate())
                .hasMessageContaining("tls ocspPeer allowedClockSkew: " + less + " (expected: >= 0)")
                .hasMessageContaining("tls ocspPeer lifeOfUndated: " + less + " (expected: >= 0)");
    }
}
