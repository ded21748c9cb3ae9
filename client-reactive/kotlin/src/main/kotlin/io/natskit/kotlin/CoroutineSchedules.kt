// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.client.OutgoingMessage
import io.natskit.jetstream.AsyncSchedules
import io.natskit.jetstream.ScheduleSpec
import io.natskit.wire.jetstream.PubAck
import java.time.Instant
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlinx.coroutines.future.await

/** What [AsyncSchedules] does, in suspending functions and cold flows; each means what its namesake there says. */
class CoroutineSchedules internal constructor(private val async: AsyncSchedules) {
    /** See [AsyncSchedules.at]. */
    suspend fun at(name: String, message: OutgoingMessage, time: Instant): PubAck = async.at(name, message, time).await()

    /** See [AsyncSchedules.at]. */
    suspend fun at(name: String, message: OutgoingMessage, time: Instant, spec: ScheduleSpec.() -> Unit): PubAck = async.at(name, message, time) { it.spec() }.await()

    /** See [AsyncSchedules.every]. */
    suspend fun every(name: String, message: OutgoingMessage, period: Duration): PubAck = async.every(name, message, period.toJavaDuration()).await()

    /** See [AsyncSchedules.every]. */
    suspend fun every(name: String, message: OutgoingMessage, period: Duration, spec: ScheduleSpec.() -> Unit): PubAck = async.every(name, message, period.toJavaDuration()) { it.spec() }.await()

    /** See [AsyncSchedules.cron]. */
    suspend fun cron(name: String, message: OutgoingMessage, cron: String, spec: ScheduleSpec.() -> Unit = {}): PubAck = async.cron(name, message, cron) { it.spec() }.await()

    /** See [AsyncSchedules.cancel]. */
    suspend fun cancel(name: String): Boolean = async.cancel(name).await()

    /** See [AsyncSchedules.cancelAndPublish]. */
    suspend fun cancelAndPublish(name: String, message: OutgoingMessage): PubAck = async.cancelAndPublish(name, message).await()
}
