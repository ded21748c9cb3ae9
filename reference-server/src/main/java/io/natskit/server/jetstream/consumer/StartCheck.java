// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.DeliverPolicy;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.json.GoQuote;
import org.jspecify.annotations.Nullable;

/** Whether the place where a consumer begins goes with its deliver policy (CO-02). Pure. */
final class StartCheck {
    private StartCheck() {}

    static @Nullable ApiError problem(ConsumerConfig config) {
        boolean sequence = config.startSequence() != 0;
        boolean time = config.startTime().isPresent();
        String policy = words(config.deliverPolicy());
        if (config.deliverPolicy() == DeliverPolicy.BY_START_SEQUENCE) {
            return !sequence ? missing(policy, "start sequence") : time ? also(policy, "time") : null;
        }
        if (config.deliverPolicy() == DeliverPolicy.BY_START_TIME) {
            return !time ? missing(policy, "start time") : sequence ? also(policy, "start sequence") : null;
        }
        if (sequence) {
            return also(policy, "sequence");
        }
        if (time) {
            return also(policy, "time");
        }
        boolean unfiltered = Terms.filters(config).isEmpty();
        return config.deliverPolicy() == DeliverPolicy.LAST_PER_SUBJECT && unfiltered
                ? missing(policy, "filter subject")
                : null;
    }

    private static String words(DeliverPolicy policy) {
        return policy.json().replace('_', ' ');
    }

    private static ApiError also(String policy, String start) {
        return JetStreamError.CONSUMER_INVALID_POLICY.with(
                "consumer delivery policy is deliver " + policy + ", but optional start " + start + " is also set");
    }

    private static ApiError missing(String policy, String what) {
        return JetStreamError.CONSUMER_INVALID_POLICY.with(
                "consumer delivery policy is deliver " + policy + ", but optional " + what + " is not set");
    }

    /** What Go says of a sampling frequency that is no number; of one below zero it says nothing. */
    static String samplingProblem(String text) {
        String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        int from = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
        boolean number = digits.length() > from;
        for (int i = from; i < digits.length(); i++) {
            number &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
        }
        if (!number) {
            return "strconv.Atoi: parsing " + GoQuote.quote(digits) + ": invalid syntax";
        }
        return digits.length() - from > 18
                ? "strconv.Atoi: parsing " + GoQuote.quote(digits) + ": value out of range"
                : "<nil>";
    }
}
