// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.client.Message;
import io.natskit.client.RepliesEnd;
import java.util.List;
import java.util.Optional;

/**
 * The answers to a question that went to many.
 *
 * @param answers in the order of their coming
 * @param end why no more were waited for; {@link RepliesEnd#MAX_REPLIES} also for a quorum
 */
public record Gathered(List<Answer> answers, RepliesEnd end) {

    /** Those that are no errors. */
    public List<Message> good() {
        return answers.stream().filter(Answer::good).map(Answer::message).toList();
    }

    /** The errors. */
    public List<ServiceError> errors() {
        return answers.stream().map(Answer::error).flatMap(Optional::stream).toList();
    }
}
