// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * One entry of SUBSCRIBE or UNSUBSCRIBE.
 *
 * @param topic the filter as the client wrote it
 * @param subject the pattern that it is, or null if it can be none
 * @param qos the quality of service that is asked for; 0 in UNSUBSCRIBE
 */
record TopicFilter(byte[] topic, @Nullable String subject, int qos) {}
