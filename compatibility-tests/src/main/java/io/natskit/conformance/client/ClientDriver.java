// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** How a client program is told to do something.
 *
 *  @param name in reports
 *  @param command the command line for a URL and a task
 */
public record ClientDriver(String name, BiFunction<String, Task, List<String>> command) {

    /** What a client shall do: {@code pub SUBJECT PAYLOAD}, {@code sub SUBJECT}, {@code request SUBJECT PAYLOAD} or {@code reply SUBJECT PREFIX},
     *  with options {@code count=N}, {@code queue=Q} behind.
     *
     *  @param verb pub, sub, request or reply
     *  @param words subject, payload or prefix
     *  @param options the options
     */
    public record Task(String verb, List<String> words, Map<String, String> options) {
        /** Reads a task as scripts write it. */
        public static Task of(String text) {
            List<String> words = new ArrayList<>();
            Map<String, String> options = new LinkedHashMap<>();
            String[] parts = text.strip().split(" +");
            for (int i = 1; i < parts.length; i++) {
                int equals = parts[i].indexOf('=');
                if (equals > 0) {
                    options.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
                } else {
                    words.add(parts[i]);
                }
            }
            return new Task(parts[0], words, options);
        }

        /** The form of our driver, jnats-peer and the peers in Python and JavaScript: verb, URL, words, options. */
        public List<String> line(String url) {
            List<String> line = new ArrayList<>(List.of(verb, url));
            line.addAll(words);
            options.forEach((key, value) -> line.add(key + "=" + value));
            return line;
        }
    }

    /** Starts the client. */
    public ClientProcess start(String url, Task task) {
        return ClientProcess.start(command.apply(url, task));
    }

    @Override
    public String toString() {
        return name;
    }
}
