// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin.samples

import io.natskit.server.NatsServer
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** The sample does what it says. */
class WorkQueueIT {
    @Test
    fun each_order_is_handled_and_the_one_that_failed_again() {
        NatsServer.builder().jetStream().start().use { server ->
            val deliveries = runBlocking { withTimeout(60.seconds) { workQueue(server.url()) } }
            assertThat(deliveries).hasSize(20).containsEntry("7", 2)
            assertThat(deliveries.values.sum()).isEqualTo(21)
        }
    }
}
