// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.List;

/**
 * Thrown when a configuration cannot be read or means nothing to the server. The message has a line for each problem, with file,
 * line and column where there is one.
 */
public final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** An exception over one problem. */
    ConfigException(String problem) {
        this(List.of(problem), problem);
    }

    /** An exception over several problems; warnings, when there are some, come first. */
    ConfigException(List<String> problems) {
        this(problems, String.join("\n", problems) + "\n");
    }

    private ConfigException(List<String> problems, String message) {
        super(message);
        this.problems = List.copyOf(problems);
    }

    /** The problems, each a line. */
    public List<String> problems() {
        return problems;
    }
}
