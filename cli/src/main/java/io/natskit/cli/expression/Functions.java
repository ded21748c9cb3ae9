// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All functions by their names. */
final class Functions {
    /** Those of values. */
    static final Map<String, Function> PLAIN = plain();

    /** Those that ask something of each element of a list. */
    static final Map<String, ListFunction> OF_LISTS = ListFunctions.ALL;

    private Functions() {}

    private static Map<String, Function> plain() {
        Map<String, Function> all = new TreeMap<>(TextFunctions.ALL);
        all.putAll(NumberFunctions.ALL);
        all.putAll(ArrayFunctions.ALL);
        all.putAll(TimeFunctions.ALL);
        return all;
    }

    /** The names of all. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(PLAIN.keySet());
        names.addAll(OF_LISTS.keySet());
        return names;
    }
}
