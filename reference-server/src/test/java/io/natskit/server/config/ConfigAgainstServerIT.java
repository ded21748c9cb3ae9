// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the real nats-server about each recorded configuration, which proves the records. Skipped where it is not installed. */
class ConfigAgainstServerIT {
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]+");

    // nats-server looks at accounts in any order, and says of the second which it is that has another's user
    private static final int ORDERS_TRIED = 10;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void the_records_are_what_nats_server_answers() throws Exception {
        Path server = find();
        assumeTrue(
                server != null, "no nats-server 2.15 by NATS_SERVER or on the PATH: the records stand unproved here");
        List<String> wrong = new ArrayList<>();
        for (ConfigCase config : ConfigCase.all()) {
            Path file = config.writeTo(folder);
            String recorded = config.code() + "\n" + config.output();
            String answer = ask(server, file);
            for (int i = 1; i < ORDERS_TRIED && !plain(answer).equals(plain(recorded)); i++) {
                answer = ask(server, file);
            }
            if (!plain(answer).equals(plain(recorded))) {
                wrong.add(config.name() + ": recorded " + recorded + " but answers " + answer);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String plain(String text) {
        return ADDRESS.matcher(text).replaceAll("0x");
    }

    private static @Nullable Path find() throws IOException, InterruptedException {
        String named = System.getProperty("nats.server", System.getenv("NATS_SERVER"));
        List<Path> places = new ArrayList<>();
        if (named != null && !named.isEmpty()) {
            places.add(Path.of(named));
        }
        for (String entry : String.valueOf(System.getenv("PATH")).split(Pattern.quote(File.pathSeparator))) {
            places.add(Path.of(entry, "nats-server"));
        }
        for (Path place : places) {
            if (Files.isExecutable(place) && run(place.toString(), "-v").contains("v2.15.")) {
                return place;
            }
        }
        return null;
    }

    private String ask(Path server, Path file) throws IOException, InterruptedException {
        return run(server.toString(), "-t", "-c", file.toString()).replace(folder + "/", "DIR/");
    }

    /** The exit code, a line's end, and what was printed. */
    private static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(ConfigCase.ENVIRONMENT);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.exitValue() + "\n" + output;
    }
}
