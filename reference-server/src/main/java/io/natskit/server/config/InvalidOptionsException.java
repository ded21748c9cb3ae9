// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.List;

/** Thrown when options contradict each other or are out of range. Its message names each problem with value and expectation. */
public final class InvalidOptionsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** An exception over the problems found, at least one. */
    public InvalidOptionsException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems, each a sentence with the value and what was expected. */
    public List<String> problems() {
        return problems;
    }
}
