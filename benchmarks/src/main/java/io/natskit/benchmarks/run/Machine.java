// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** What the figures were taken on; no names of hosts or folders. */
final class Machine {
    private Machine() {}

    static String description() {
        return String.join(
                "\n",
                List.of(
                        "- processor: " + field("/proc/cpuinfo", "model name") + ", "
                                + Runtime.getRuntime().availableProcessors() + " cores",
                        "- memory: "
                                + Long.parseLong(field("/proc/meminfo", "MemTotal")
                                                .replaceAll("\\D", ""))
                                        / 1024
                                        / 1024 + " GiB",
                        "- kernel: " + System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        "- generator's and clients' JDK: " + System.getProperty("java.vm.name") + " "
                                + System.getProperty("java.runtime.version"),
                        "- compared with: " + output(Setup.binary("NATS_SERVER", "nats-server"), "-v"),
                        "- last measured: " + LocalDate.now()));
    }

    private static String field(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .orElse("0");
        } catch (IOException failure) {
            return "0";
        }
    }

    private static String output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        } catch (IOException failure) {
            return "unknown";
        }
    }
}
