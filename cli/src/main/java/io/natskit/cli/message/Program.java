// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.message;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Another program that makes something of a message. Its words are split before anything of a message is put in, and no shell sees them: a
 * message cannot become a command, unless the program is a shell and takes for code what was put in. For that there are variables. Immutable;
 * any thread may run it.
 */
public final class Program {
    private static final char NUL = 0;

    private final List<String> words;

    private Program(List<String> words) {
        this.words = words;
    }

    /** The program of this command line; throws {@link IllegalArgumentException} for none. */
    public static Program parse(String command) {
        List<String> words = split(command);
        if (words.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + command + "\" is no command (expected: a program and its arguments)");
        }
        return new Program(words);
    }

    /**
     * What it prints, on either stream, with each of its words made by {@code word}, variables beside those of this process, and {@code input}
     * to read. Throws {@link IOException} where it cannot be run or fails.
     */
    public byte[] run(UnaryOperator<String> word, Map<String, String> variables, byte[] input) throws IOException {
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            if (variable.getValue().indexOf(NUL) >= 0) {
                throw new IOException("a NUL in " + variable.getKey()
                        + " (expected: a text that an argument or a variable can hold)");
            }
        }
        ProcessBuilder builder = new ProcessBuilder(words.stream().map(word).toList()).redirectErrorStream(true);
        builder.environment().putAll(variables);
        Process process = builder.start();
        Thread writer = new Thread(() -> write(process, input), "natskit-program-input");
        writer.setDaemon(true);
        writer.start();
        byte[] output = process.getInputStream().readAllBytes();
        int code = exitCode(process);
        if (code != 0) {
            throw new IOException(words.get(0) + " ended with code " + code);
        }
        return output;
    }

    /** Beside whoever reads what it prints: it may print before it has read all. */
    private static void write(Process process, byte[] input) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(input);
        } catch (IOException e) {
            return; // it wants no more
        }
    }

    private static int exitCode(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** Words between blanks; quotes of either kind hold one together, and so do braces, whose functions have arguments. */
    static List<String> split(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        int braces = 0;
        for (char c : command.toCharArray()) {
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                begun = true;
            } else if (quote == 0 && braces <= 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                braces += c == '{' ? 1 : c == '}' ? -1 : 0;
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return List.copyOf(words);
    }
}
