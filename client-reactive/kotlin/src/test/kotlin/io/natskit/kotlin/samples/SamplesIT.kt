// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin.samples

import io.natskit.kotlin.CoroutineConnection
import io.natskit.server.NatsServer
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource

/** Each sample does what it says, with a server of its own and with one that it is given. */
class SamplesIT {
    enum class Of(val sample: suspend (CoroutineConnection) -> Unit) {
        WORK_QUEUE(::workQueue),
        EVENT_STREAM_WITH_REPLAY(::eventLog),
        CACHE_WITH_TIME_TO_LIVE(::cacheWithTtl),
        FILE_STORE(::fileStore),
        CONFIGURATION_AND_FEATURE_FLAGS(::configurationAndFlags),
        SERVICES(::serviceMesh),
    }

    @ParameterizedTest
    @EnumSource
    fun a_sample_finds_its_own_result_right(of: Of) {
        assertThat(execute(emptyArray(), of.sample)).isZero()
    }

    @Test
    fun a_sample_takes_a_url() {
        NatsServer.builder().jetStream().start().use { assertThat(execute(arrayOf(it.url()), ::workQueue)).isZero() }
    }

    @Test
    fun a_wrong_result_is_exit_code_1() {
        assertThat(execute(emptyArray()) { check("one and one", 3, 2) }).isEqualTo(1)
    }
}
