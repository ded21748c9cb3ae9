// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.wire.json.StructReader;
import java.util.Locale;

/**
 * What {@code /connz} and {@code CONNZ} are asked for. Confined to one thread while it is filled.
 */
final class ConnzOptions {
    /** Which connections. */
    enum State {
        OPEN,
        CLOSED,
        ALL
    }

    String sort = "";
    boolean auth;
    boolean subscriptions;
    boolean subscriptionsDetail;
    long offset;
    long limit;
    long cid;
    String mqttClient = "";
    State state = State.OPEN;
    String user = "";
    String account = "";
    String filterSubject = "";

    static ConnzOptions of(Query query) {
        ConnzOptions options = new ConnzOptions();
        options.sort = query.text("sort");
        options.auth = query.bool("auth");
        options.subscriptionsDetail = query.isDetail("subs");
        options.subscriptions = !options.subscriptionsDetail && query.bool("subs");
        options.offset = query.integer("offset");
        options.limit = query.integer("limit");
        options.cid = query.unsigned("cid");
        options.state = state(query.text("state"));
        options.user = query.text("user");
        options.account = query.text("acc");
        options.mqttClient = query.text("mqtt_client");
        return options;
    }

    private static State state(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "open" -> State.OPEN;
            case "closed" -> State.CLOSED;
            case "any", "all" -> State.ALL;
            default -> throw new InvalidRequestException("Error decoding state for " + text);
        };
    }

    /** Takes a field of a request; false if it is none of these. */
    boolean read(StructReader in) {
        switch (in.name()) {
            case "sort" -> sort = in.string(sort);
            case "auth" -> auth = in.bool(auth);
            case "subscriptions" -> subscriptions = in.bool(subscriptions);
            case "subscriptions_detail" -> subscriptionsDetail = in.bool(subscriptionsDetail);
            case "offset" -> offset = in.integer(offset);
            case "limit" -> limit = in.integer(limit);
            case "cid" -> cid = in.uint64(cid);
            case "mqtt_client" -> mqttClient = in.string(mqttClient);
            case "state" ->
                state = State.values()[Math.floorMod((int) in.integer((long) state.ordinal()), State.values().length)];
            case "user" -> user = in.string(user);
            case "acc" -> account = in.string(account);
            case "filter_subject" -> filterSubject = in.string(filterSubject);
            default -> {
                return false;
            }
        }
        return true;
    }
}
