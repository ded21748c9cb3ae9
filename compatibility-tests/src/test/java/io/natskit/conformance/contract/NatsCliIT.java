// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.Beside;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The nats CLI, command by command: it ends as it does against nats-server, and prints the same shape ({@link CliShape}). */
@Order(4)
class NatsCliIT implements Judged {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** What differs on purpose (docs/differences.md): the queues inside of a server have names of its own. */
    private static final List<String> OF_ITS_OWN = List.of("server request ipqueue");

    private static @Nullable Target target;
    private static @Nullable NatsCliSide theirs;
    private static @Nullable NatsCliSide ours;

    @BeforeAll
    static void start(@TempDir Path home) {
        Optional<Target> judge = first("nats-server");
        Optional<Target> judged = first("natskit");
        Assumptions.assumeTrue(judge.isPresent(), "nats-server is not here");
        Assumptions.assumeTrue(judged.isPresent(), "the suite judges another server");
        target = judged.get();
        CompletableFuture<NatsCliSide> beside =
                Beside.supply(() -> new NatsCliSide(judge.get(), home.resolve("theirs")));
        ours = new NatsCliSide(judged.get(), home.resolve("ours"));
        theirs = beside.join();
    }

    @AfterAll
    static void end() {
        Stream.of(Optional.ofNullable(ours), Optional.ofNullable(theirs))
                .flatMap(Optional::stream)
                .forEach(NatsCliSide::close);
    }

    private static Optional<Target> first(String family) {
        return SuiteTargets.reachable()
                .filter(one -> one.family().equals(family))
                .findFirst();
    }

    @Override
    public Target target() {
        return Objects.requireNonNull(target);
    }

    private static NatsCliSide theirs() {
        return Objects.requireNonNull(theirs);
    }

    private static NatsCliSide ours() {
        return Objects.requireNonNull(ours);
    }

    private static List<String> commands() throws IOException {
        try (InputStream in = Objects.requireNonNull(NatsCliIT.class.getResourceAsStream("/cli/commands.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .filter(line -> !line.startsWith("+") || Boolean.getBoolean("natskit.full"))
                    .map(line -> line.startsWith("+") ? line.substring(1) : line)
                    .toList();
        }
    }

    /** In the order of the file: a command sees what those before it have done, on both sides alike. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    @Rows({"SY-01", "SY-02", "SY-03", "SY-04", "SY-06"})
    void a_command_ends_and_prints_as_it_does_against_nats_server(String line) {
        String user = line.substring(0, 1);
        String command = line.substring(2);
        CompletableFuture<NatsCli.Outcome> beside = Beside.supply(() -> theirs().run(user, command));
        NatsCli.Outcome found = ours().run(user, command);
        NatsCli.Outcome expected = beside.join();

        assertThat(found.exitCode()).as(command + ": " + found.printed()).isEqualTo(expected.exitCode());
        if (OF_ITS_OWN.stream().noneMatch(command::startsWith)) {
            CliShape.assertSame(command, expected.printed(), found.printed());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "events --short, Listening for Client Connection|AUTH.ERR|[Connection]|[Disconnection]",
        "traffic, General Traffic|Total Messages|╰"
    })
    @Rows({"SY-07"})
    void what_goes_on_shows_the_same_lines(String command, String marks) {
        List<String> each = List.of(marks.split("\\|"));
        CliShape.assertSame(command, seen(theirs(), command, each), seen(ours(), command, each));
    }

    /** The first lines with these marks that it prints, while clients of another account come and go. */
    private static String seen(NatsCliSide side, String command, List<String> marks) {
        Path output = side.home().resolve("seen.txt");
        Process process = side.start("s", command, output);
        try {
            await().atMost(SOON).until(() -> {
                side.run("a", "pub plain.x hi");
                String printed = Files.readString(output);
                return printed.endsWith("\n") && marks.stream().allMatch(printed::contains);
            });
            List<String> lines = Files.readAllLines(output);
            return marks.stream()
                    .map(mark -> lines.stream()
                            .filter(line -> line.contains(mark))
                            .findFirst()
                            .orElse(""))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            process.destroy();
        }
    }
}
