// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.wire.json.StructReader;

/** What {@code /jsz} and {@code JSZ} are asked for. Confined to one thread while it is filled. */
final class JszOptions {
    String account = "";
    boolean accounts;
    boolean streams;
    boolean consumers;
    boolean directConsumers;
    boolean config;
    boolean leaderOnly;
    boolean raft;
    boolean streamLeaderOnly;
    long offset;
    long limit;

    static JszOptions of(Query query) {
        JszOptions options = new JszOptions();
        options.accounts = query.bool("accounts");
        options.streams = query.bool("streams");
        options.consumers = query.bool("consumers");
        options.directConsumers = query.bool("direct-consumers");
        options.config = query.bool("config");
        options.offset = query.integer("offset");
        options.limit = query.integer("limit");
        options.leaderOnly = query.bool("leader-only");
        options.raft = query.bool("raft");
        options.streamLeaderOnly = query.bool("stream-leader-only");
        options.account = query.text("acc");
        return options;
    }

    /** Takes a field of a request; false if it is none of these. */
    boolean read(StructReader in) {
        switch (in.name()) {
            case "account" -> account = in.string(account);
            case "accounts" -> accounts = in.bool(accounts);
            case "streams" -> streams = in.bool(streams);
            case "consumer" -> consumers = in.bool(consumers);
            case "direct_consumer" -> directConsumers = in.bool(directConsumers);
            case "config" -> config = in.bool(config);
            case "leader_only" -> leaderOnly = in.bool(leaderOnly);
            case "offset" -> offset = in.integer(offset);
            case "limit" -> limit = in.integer(limit);
            case "raft" -> raft = in.bool(raft);
            case "stream_leader_only" -> streamLeaderOnly = in.bool(streamLeaderOnly);
            default -> {
                return false;
            }
        }
        return true;
    }
}
