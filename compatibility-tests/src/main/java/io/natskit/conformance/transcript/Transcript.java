// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import java.util.List;
import java.util.Map;

/** A transcript file: the server that it needs and the cases that run against it, one after the other.
 *
 *  @param name file name without its ending
 *  @param config configuration text of the server, empty for none
 *  @param cases what is shown, in the order of the file
 */
public record Transcript(String name, String config, List<Case> cases) {

    /** In which pieces a case's bytes are sent, after they were sent as they are written. */
    public enum Splits {
        /** Not again; for what nats-server does otherwise when a line comes in pieces. */
        NEVER,
        /** Byte by byte. */
        BYTEWISE,
        /** Byte by byte, and in two pieces, cut at every place. */
        EVERY
    }

    /** One case.
     *
     *  @param title a sentence
     *  @param rows the ids of the specification's rows that the case proves
     *  @param variants the values of its parameters, one map for each run; a case without parameters has one empty map
     *  @param splits how its bytes are cut when they are sent again
     *  @param difference why our server differs on purpose, or empty; such a case names its target in {@code only}
     *  @param only the targets that the case is for, empty for all
     *  @param steps what happens
     */
    public record Case(
            String title,
            List<String> rows,
            List<Map<String, String>> variants,
            Splits splits,
            String difference,
            String only,
            List<Step> steps) {

        /** Whether the server may choose between several right answers, so that two runs of one server differ. */
        public boolean hasChoices() {
            return steps.stream()
                    .anyMatch(step ->
                            step instanceof Step.Expect expect && expect.text().contains("~"));
        }

        /** A case's title with the values of one variant. */
        public String title(Map<String, String> variant) {
            return variant.isEmpty() ? title : title + " " + variant.values();
        }

        /** Whether the case is meant for a server that says it is {@code family} ("natskit" or "nats-server"). */
        public boolean isFor(String family) {
            return only.isEmpty() || only.equals(family);
        }
    }

    /** Whether the file asks for a configuration, so that it cannot run against a server that somebody else started. */
    public boolean needsConfiguration() {
        return !config.isBlank();
    }
}
