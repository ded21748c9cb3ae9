// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin.samples

import io.natskit.kotlin.CoroutineConnection
import io.natskit.kotlin.changes
import io.natskit.kotlin.featureFlags
import io.natskit.kotlin.jetStream
import io.natskit.kotlin.keyValue
import io.natskit.kotlin.settings
import io.natskit.kv.BucketConfig
import io.natskit.kv.Codecs
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.onStart

/** Configuration and feature flags instead of a configuration server, in Kotlin: settings are a flow, of which the last counts. */
object ConfigurationAndFlags {
    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    @JvmStatic
    fun main(args: Array<String>): Unit = run(args, ::configurationAndFlags)
}

/** How many requests a second customers may make, and whether that is enforced. */
internal data class Limits(val perSecond: Int = 10, val strict: Boolean = false)

internal suspend fun configurationAndFlags(nats: CoroutineConnection) {
    val kv = nats.jetStream().keyValue
    val bucket = kv.ensureBucket(BucketConfig.of("KTSETTINGS")).with(Codecs.text())
    // the first settings are the defaults; whoever sees them raises the limit
    val raised = bucket.settings("limits") { Limits(it["perSecond"]?.toInt() ?: 10, it["strict"].toBoolean()) }
        .onEach { if (it == Limits()) bucket.put("limits.perSecond", "50") }
        .first { it.perSecond == 50 }
    check("the limits", Limits(50), raised)

    val flags = bucket.featureFlags("flags")
    bucket.put("flags.new-checkout", "only ada")
    while (!flags.isOn("new-checkout", "ada")) {
        flags.changes().onStart { if (flags.isOn("new-checkout", "ada")) emit("new-checkout") }.first()
    }
    check("the flag for bob", false, flags.isOn("new-checkout", "bob"))
    flags.close()
    kv.deleteBucket("KTSETTINGS")
}
