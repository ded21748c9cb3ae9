// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

/**
 * What is published for a client that goes without a word.
 *
 * @param topic where, as the client wrote it
 * @param payload what
 * @param qos its quality of service
 * @param retain whether it is retained
 */
record Will(byte[] topic, byte[] payload, int qos, boolean retain) {}
