// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.scenario;

/** One line of a case.
 *
 *  @param line where it stands in its file
 *  @param connection who does it, 1 unless <code>@2</code> stands before it
 *  @param times how often, with <code>${i}</code> counting from 1
 *  @param verb what is done
 *  @param text the rest of the line
 */
public record Act(int line, int connection, int times, String verb, String text) {
    /** Whether it looks at what came last, and does nothing. */
    boolean isCheck() {
        return switch (verb) {
            case "=", "err", "raw", "h", "status", "reply", "subject", "headers" -> true;
            default -> false;
        };
    }
}
