// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.dashboard;

/**
 * A message that a tail heard, of which long parts are cut. Immutable.
 *
 * @param sequence its number in the tail, from 1
 * @param subject its subject
 * @param reply where an answer would go, empty for nowhere
 * @param headers its headers as lines, cut, empty for none
 * @param payload the beginning of its payload
 * @param size how long its payload is, in bytes
 * @param text whether the payload is text (UTF-8 without control characters)
 */
public record Heard(
        long sequence, String subject, String reply, String headers, String payload, long size, boolean text) {}
