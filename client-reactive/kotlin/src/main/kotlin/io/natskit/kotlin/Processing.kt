// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.client.service.EndpointSpec
import io.natskit.client.service.ServiceError
import io.natskit.client.service.ServiceErrorException
import io.natskit.client.service.ServiceRequest
import io.natskit.jetstream.JetStreamMessage
import java.util.concurrent.CompletableFuture
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.launch

/**
 * Handles each message in turn: acknowledged when [handle] returns, negatively when it throws, so that it is delivered again, after [nakDelay] if there is one. [failed] is told of what was thrown, and the
 * rest goes on. What [handle] has answered itself (`term`, for one) stays as it is. Cancelled in the middle of a message, it answers negatively too, and ends.
 *
 * ```
 * consumer.messages().process { order -> book(order) }
 * ```
 */
suspend fun Flow<JetStreamMessage>.process(
    nakDelay: Duration? = null,
    failed: (JetStreamMessage, Throwable) -> Unit = { _, _ -> },
    handle: suspend (JetStreamMessage) -> Unit,
) {
    collect { message ->
        try {
            handle(message)
            message.ack()
        } catch (cancelled: CancellationException) {
            message.nak()
            throw cancelled
        } catch (failure: Throwable) {
            if (nakDelay == null) message.nak() else message.nak(nakDelay.toJavaDuration())
            failed(message, failure)
        }
    }
}

/**
 * Answers requests by a suspending function, each as a coroutine of [scope]. What it throws becomes an error reply, as in [io.natskit.client.service.ServiceHandler.handle], and harms no other; where the scope is
 * cancelled, the answer is an error of code [ServiceError.OVERLOADED]: somebody else may answer.
 */
fun EndpointSpec.suspendHandler(scope: CoroutineScope, handle: suspend (ServiceRequest) -> ByteArray): EndpointSpec =
    asyncHandler { request ->
        val answer = CompletableFuture<ByteArray>()
        val job = scope.launch {
            try {
                answer.complete(handle(request))
            } catch (cancelled: CancellationException) {
                throw cancelled
            } catch (failure: Throwable) {
                answer.completeExceptionally(failure)
            }
        }
        job.invokeOnCompletion { cause ->
            if (cause != null) {
                answer.completeExceptionally(ServiceErrorException(ServiceError.OVERLOADED, "the service is ending"))
            }
        }
        answer
    }
