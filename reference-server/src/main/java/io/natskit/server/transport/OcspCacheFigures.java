// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

/**
 * What a cache of authorities' answers has done since it was opened, and what it holds.
 *
 * @param hits how often an answer was found that holds
 * @param misses how often there was none
 * @param responses how many answers there are
 * @param revoked how many of them say so
 * @param good how many of them say so
 * @param unknown how many of them say so
 */
public record OcspCacheFigures(long hits, long misses, long responses, long revoked, long good, long unknown) {}
