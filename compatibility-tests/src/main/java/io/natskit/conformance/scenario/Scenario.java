// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.scenario;

import java.util.List;
import java.util.Map;

/** A scenario file: the server that it needs and cases that run against it in any order, also beside one another.
 *
 *  @param name file name without its ending
 *  @param config configuration text of the server; <code>${store}</code> stands for a fresh folder
 *  @param cases what is shown
 */
public record Scenario(String name, String config, List<Case> cases) {

    /** One case. Streams that it creates are deleted when it ends.
     *
     *  @param title a sentence
     *  @param rows the ids of the specification's rows that the case proves
     *  @param variants the values of its parameters, one map for each run; a case without parameters has one empty map
     *  @param difference why our server differs on purpose, or empty; such a case names its target in {@code only}
     *  @param only the family of servers that the case is for, empty for all
     *  @param loose whether answers may differ from the recorded ones where no step looks
     *  @param acts what happens
     */
    public record Case(
            String title,
            List<String> rows,
            List<Map<String, String>> variants,
            String difference,
            String only,
            boolean loose,
            List<Act> acts) {

        /** A case's title with the values of one variant. */
        public String title(Map<String, String> variant) {
            return variant.isEmpty() ? title : title + " " + variant.values();
        }

        /** Whether the case is meant for a server that says it is {@code family} ("natskit" or "nats-server"). */
        public boolean isFor(String family) {
            return only.isEmpty() || only.equals(family);
        }
    }
}
