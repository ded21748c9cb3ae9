// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.messaging;

import io.natskit.cli.message.Template;
import io.natskit.client.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that answers requests with what it prints. Its words are split before anything of a request is put in, and no shell sees them: a
 * request cannot become a command.
 */
final class ReplyCommand {
    private static final char NUL = 0;

    private final List<String> words;

    ReplyCommand(String command) {
        this.words = split(command);
        if (words.isEmpty()) {
            throw new IllegalArgumentException(
                    "--command: \"" + command + "\" (expected: a program and its arguments)");
        }
    }

    /** What it prints for this request; throws {@link IOException} where it cannot be run or fails. */
    byte[] run(Message request, long number) throws IOException {
        if (request.text().indexOf(NUL) >= 0) {
            throw new IOException("a NUL in the request (expected: a text that an argument or a variable can hold)");
        }
        List<String> call = words.stream()
                .map(word -> Template.of(word, true).render(number, request.subject(), request.text()))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(call).redirectErrorStream(true);
        builder.environment().put("NATS_REQUEST_SUBJECT", request.subject());
        builder.environment().put("NATS_REQUEST_BODY", request.text());
        Process process = builder.start();
        process.getOutputStream().close();
        byte[] output = process.getInputStream().readAllBytes();
        int code = exitCode(process);
        if (code != 0) {
            throw new IOException(words.get(0) + " ended with code " + code);
        }
        return output;
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
