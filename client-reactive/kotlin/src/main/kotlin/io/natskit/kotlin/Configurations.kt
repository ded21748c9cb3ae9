// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.kv.config.Configuration
import io.natskit.kv.config.FeatureFlags
import io.natskit.reactive.ReactiveConfiguration
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.future.await
import kotlinx.coroutines.reactive.asFlow

/** Settings that follow the keys behind [prefix] and a dot, see [Configuration.follow]; whoever has them closes them. */
suspend fun <T : Any> CoroutineBucket<String, String>.configuration(prefix: String, binder: (Map<String, String>) -> T): Configuration<T> =
    Configuration.followAsync(blocking, prefix, binder).await()

/** The settings that are, then each that follows, see [Configuration.flow]: of those that were not collected in time, the last. Ending the collection follows no more. */
fun <T : Any> CoroutineBucket<String, String>.settings(prefix: String, binder: (Map<String, String>) -> T): Flow<T> =
    ReactiveConfiguration.flow(blocking, prefix, binder).asFlow()

/** Feature flags that follow the keys behind [prefix] and a dot, see [FeatureFlags.follow]; whoever has them closes them. */
suspend fun CoroutineBucket<String, String>.featureFlags(prefix: String): FeatureFlags =
    FeatureFlags.followAsync(blocking, prefix).await()

/** The names of flags that change, see [FeatureFlags.onChange]; those that were not collected in time wait. */
fun FeatureFlags.changes(): Flow<String> = callbackFlow {
    val registration = onChange { trySend(it) }
    awaitClose { registration.close() }
}.buffer(Channel.UNLIMITED)
