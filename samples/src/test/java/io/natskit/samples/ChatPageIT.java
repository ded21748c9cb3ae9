// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Subscription;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The chat's page in a real browser, where one is installed. */
@Timeout(120)
class ChatPageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path profile;

    private static Optional<Path> browser() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Process open(Path browser, String page) throws IOException {
        List<String> command = List.of(
                browser.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--user-data-dir=" + profile,
                page);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("browser.txt").toFile())
                .start();
    }

    @Test
    void a_browser_comes_in_and_reads_what_is_said() throws Exception {
        Optional<Path> browser = browser();
        if (browser.isEmpty()) {
            System.out.println("skipped: no Chromium on the PATH, the chat's page was not seen by a browser");
        }
        assumeTrue(browser.isPresent(), "no Chromium on the PATH");
        try (ChatPage chat = ChatPage.open();
                Connection nats = Nats.connect(chat.natsUrl());
                Subscription room = nats.subscribe("chat.room");
                Subscription read = nats.subscribe("chat.read")) {
            nats.flush();
            Process process = open(browser.orElseThrow(), chat.origin());
            try {
                assertThat(room.next(PATIENCE).orElseThrow().text()).matches("guest-\\d+ has come");

                nats.publish("chat.room", "ada: grüß dich");

                assertThat(read.next(PATIENCE).orElseThrow().text()).endsWith(" has read: ada: grüß dich");
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            }
        }
    }
}
