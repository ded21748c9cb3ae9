// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** What ran. One file a test JVM, named by the system property {@code conformance.ledger}; a line is written as soon as it is known, so
 *  that a run that dies leaves its findings. Safe for all threads.
 */
public final class Ledger {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static boolean begun;

    /** How a case ended. */
    public enum Outcome {
        /** As the specification has it. */
        PASSED,
        /** Otherwise. */
        FAILED,
        /** It could not run: something is missing on this machine. Counted, and a failure in CI. */
        SKIPPED,
        /** It is not for this target: for instance it needs a configuration, and the target is an address. */
        NOT_RUN
    }

    /** One line.
     *
     *  @param kind {@code server} or {@code client} or {@code peer}: which table it belongs to
     *  @param target who was judged
     *  @param rows ids of the specification's rows
     *  @param title the case
     *  @param outcome how it ended
     *  @param detail a reason, or empty
     */
    public record Entry(String kind, String target, List<String> rows, String title, Outcome outcome, String detail) {
        String line() {
            return String.join("\t", kind, target, String.join(" ", rows), flat(title), outcome.name(), flat(detail));
        }

        static Entry of(String line) {
            String[] cells = line.split("\t", -1);
            return new Entry(
                    cells[0],
                    cells[1],
                    cells[2].isEmpty() ? List.of() : List.of(cells[2].split(" ")),
                    cells[3],
                    Outcome.valueOf(cells[4]),
                    cells[5]);
        }

        private static String flat(String text) {
            return text.replace('\t', ' ').replace("\r", "").replace("\n", " ⏎ ");
        }
    }

    private Ledger() {}

    /** Notes a line. */
    public static void add(Entry entry) {
        LOCK.lock();
        try {
            Path file = Path.of(System.getProperty("conformance.ledger", "target/conformance/ledger-loose.tsv"));
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (begun) {
                Files.writeString(file, entry.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } else {
                Files.writeString(file, entry.line() + "\n");
                begun = true;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            LOCK.unlock();
        }
    }

    /** Whether what cannot run is a failure, as it is in CI. */
    public static boolean skipsFail() {
        String said = System.getProperty("conformance.skips", "");
        return said.equals("fail") || said.isEmpty() && "true".equals(System.getenv("CI"));
    }

    /** Reads the integration tests' ledger in a folder; nothing if they did not run. */
    public static List<Entry> read(Path folder) {
        List<Entry> entries = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.endsWith("ledger.tsv")).sorted().toList()) {
                Files.readAllLines(file).forEach(line -> entries.add(Entry.of(line)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }
}
