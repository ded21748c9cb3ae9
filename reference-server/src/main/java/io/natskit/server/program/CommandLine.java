// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The flags of a command line, read as Go's flag package reads nats-server's: one or two dashes, the value after a space or {@code =},
 * switches without a value, the first word that is no flag ends them. Written without regular expressions and lambdas: it runs in each
 * start. Immutable once parsed.
 */
final class CommandLine {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> words = new ArrayList<>();

    private CommandLine() {}

    static CommandLine parse(String[] args) throws UsageException {
        CommandLine line = new CommandLine();
        int at = 0;
        while (at < args.length && isFlag(args[at])) {
            String arg = args[at++];
            int dashes = arg.charAt(1) == '-' ? 2 : 1;
            if (arg.length() == 2 && dashes == 2) {
                break;
            }
            at = line.take(arg, arg.substring(dashes), args, at);
        }
        while (at < args.length) {
            line.words.add(args[at++]);
        }
        return line;
    }

    private static boolean isFlag(String arg) {
        return arg.length() >= 2 && arg.charAt(0) == '-';
    }

    /** Takes one flag, and its value where that is the next argument; the place of the next argument. */
    private int take(String arg, String text, String[] args, int next) throws UsageException {
        if (text.isEmpty() || text.charAt(0) == '-' || text.charAt(0) == '=') {
            throw new UsageException("bad flag syntax: " + arg);
        }
        int equal = text.indexOf('=');
        String name = equal < 0 ? text : text.substring(0, equal);
        Flag flag = Flag.of(name);
        if (flag == null) {
            throw new UsageException("flag provided but not defined: -" + name);
        }
        if (flag.kind() == Flag.Kind.SWITCH) {
            values.put(flag.name(), flag.checked(equal < 0 ? "true" : text.substring(equal + 1), name));
            return next;
        }
        if (equal >= 0) {
            values.put(flag.name(), flag.checked(text.substring(equal + 1), name));
            return next;
        }
        if (next >= args.length) {
            throw new UsageException("flag needs an argument: -" + name);
        }
        values.put(flag.name(), flag.checked(args[next], name));
        return next + 1;
    }

    /** The words after the flags. */
    List<String> words() {
        return words;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value of a flag, by its first name; null where it was not given. */
    @Nullable
    String text(String name) {
        return values.get(name);
    }

    boolean isOn(String name) {
        return "true".equals(values.get(name));
    }

    /** The number of a flag, or 0 where it was not given. */
    long number(String name) {
        String value = values.get(name);
        return value == null ? 0 : Long.parseLong(value);
    }

    /** The flags that were given, by their first names, with their values. */
    Map<String, String> values() {
        return values;
    }
}
