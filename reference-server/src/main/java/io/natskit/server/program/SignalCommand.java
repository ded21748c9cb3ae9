// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code -sl command[=pid]} asks of another process (PR-02), in nats-server's words. A process id may be a file that holds it, or the
 * beginning of several with a {@code *} behind it.
 */
final class SignalCommand {
    private static final String SERVER = Program.class.getName();

    private final Processes processes;

    /** The processes of this machine. */
    interface Processes {
        /** The process ids of all servers but this one. */
        List<Long> servers();

        /** Sends a signal by its short name; what went wrong, or null. */
        @Nullable
        String send(long pid, String signal);
    }

    SignalCommand(Processes processes) {
        this.processes = processes;
    }

    /** Does what the flag says. */
    void run(String flag) throws Refusal {
        String[] parts = flag.split("=", -1);
        if (parts.length > 2) {
            throw new Refusal("invalid signal parameters: ["
                    + String.join(" ", Arrays.asList(parts).subList(2, parts.length)) + "]");
        }
        String expression = parts.length == 2 ? contentOrItself(parts[1]) : "";
        boolean several = expression.endsWith("*");
        String pid = several ? expression.substring(0, expression.length() - 1) : expression;
        List<Long> targets = targets(pid, several);
        String signal = signal(parts[0]);
        StringBuilder failures = new StringBuilder();
        for (long target : targets) {
            if (!pid.isEmpty() && several && !Long.toString(target).startsWith(pid)) {
                continue;
            }
            String failure = processes.send(target, signal);
            if (failure != null) {
                failures.append("\nsignal \"").append(parts[0]).append("\" ");
                failures.append(target).append(": ").append(failure);
            }
        }
        if (failures.length() > 0) {
            throw new Refusal(failures.toString());
        }
    }

    private List<Long> targets(String pid, boolean several) throws Refusal {
        Long one = null;
        if (!pid.isEmpty()) {
            try {
                one = Long.valueOf(pid);
            } catch (NumberFormatException e) {
                throw new Refusal("invalid pid: " + pid);
            }
        }
        if (one != null && !several) {
            return List.of(one);
        }
        List<Long> all = processes.servers();
        if (all.size() > 1 && !several) {
            StringBuilder text =
                    new StringBuilder("multiple ").append(Program.NAME).append(" processes running:");
            all.forEach(each -> text.append('\n').append(each));
            throw new Refusal(text.toString());
        }
        if (all.isEmpty()) {
            throw new Refusal("no " + Program.NAME + " processes running");
        }
        return all;
    }

    private static String signal(String command) throws Refusal {
        switch (command) {
            case "stop":
                return "KILL";
            case "quit":
                return "INT";
            case "term":
                return "TERM";
            case "reopen":
                return "USR1";
            case "reload":
                return "HUP";
            case "ldm":
                return "USR2";
            default:
                throw new Refusal("unknown signal \"" + command + "\"");
        }
    }

    private static String contentOrItself(String pidOrFile) {
        try {
            return Files.readString(Path.of(pidOrFile), StandardCharsets.UTF_8);
        } catch (IOException | RuntimeException e) {
            return pidOrFile;
        }
    }

    /** Of the operating system. */
    static Processes ofThisMachine() {
        return new Processes() {
            @Override
            public List<Long> servers() {
                List<Long> found = new ArrayList<>();
                ProcessHandle.allProcesses()
                        .filter(one -> one.pid() != ProcessHandle.current().pid() && isServer(one))
                        .forEach(one -> found.add(one.pid()));
                return found;
            }

            @Override
            public @Nullable String send(long pid, String signal) {
                return kill(pid, signal);
            }
        };
    }

    private static boolean isServer(ProcessHandle process) {
        String[] arguments = process.info().arguments().orElse(new String[0]);
        return Arrays.asList(arguments).contains(SERVER)
                && !Arrays.asList(arguments).contains("-sl");
    }

    /** By the shell, which can kill wherever there is one. */
    private static @Nullable String kill(long pid, String signal) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                    .redirectErrorStream(true)
                    .start();
            shell.getOutputStream().close();
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return shell.waitFor() == 0 ? null : reason(said);
        } catch (IOException e) {
            return "no shell to send it with: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static String reason(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("no such process")) {
            return "no such process";
        }
        return lower.contains("not permitted") ? "operation not permitted" : said;
    }
}
