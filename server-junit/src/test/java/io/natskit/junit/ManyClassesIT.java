// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import static io.natskit.junit.traffic.Count.times;
import static io.natskit.junit.traffic.Expectation.delivered;
import static io.natskit.junit.traffic.Expectation.published;
import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.junit.traffic.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many test classes at once, each with servers of its own or shared: green, and nothing left. 20 classes, 200 in the full form. */
public class ManyClassesIT {
    private static final int CLASSES = Boolean.getBoolean("natskit.full") ? 200 : 20;
    private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    /** Called by JUnit. */
    public ManyClassesIT() {}

    /** What each of the classes does; they differ by name and scope. */
    public abstract static class Template {
        /** Called by JUnit. */
        public Template() {}

        /** A message of this class, and no other, passes through this server. */
        @Test
        public void one(@NatsUrl String url, Journal journal) {
            talk(url, journal, "one");
        }

        /** The same, beside it. */
        @Test
        public void two(@NatsUrl(throughProxy = true) String url, Journal journal) {
            talk(url, journal, "two");
        }

        private void talk(String url, Journal journal, String method) {
            PORTS.add(URI.create(url).getPort());
            String subject = getClass().getSimpleName() + "." + method;
            try (RawClient client = RawClient.connect(url, subject)) {
                client.subscribe(subject, 1);
                client.publish(subject, "hi");
                assertThat(client.line()).isEqualTo("MSG " + subject + " 1 2");
                assertThat(client.line()).isEqualTo("hi");
            }
            journal.verify(published(subject).by(subject));
            journal.await(delivered(subject).by(subject), times(1));
        }
    }

    @Test
    void many_classes_in_parallel_are_green_and_leave_no_thread_port_or_file(@TempDir Path folder) throws Exception {
        List<Class<?>> classes = compiled(folder);
        Set<String> filesBefore = temporaryFiles();
        long socketsBefore = sockets();

        Run run = Run.parallel(8, classes);

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).hasSize(2 * CLASSES);
        assertThat(NatsThreads.alive()).isEmpty();
        for (int port : PORTS) {
            try (ServerSocket free = new ServerSocket()) {
                free.setReuseAddress(true);
                free.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            }
        }
        Awaitility.await().until(() -> sockets() <= socketsBefore);
        assertThat(temporaryFiles()).isSubsetOf(filesBefore);
    }

    private static List<Class<?>> compiled(Path folder) throws Exception {
        Path source = folder.resolve("Many.java");
        Scope[] scopes = Scope.values();
        Files.writeString(
                source,
                IntStream.range(0, CLASSES)
                        .mapToObj(i -> "@io.natskit.junit.NatsServerTest(scope = io.natskit.junit.Scope."
                                + scopes[i % scopes.length] + ") class Case" + i
                                + " extends io.natskit.junit.ManyClassesIT.Template {}\n")
                        .collect(Collectors.joining()));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(result).isZero();
        List<Class<?>> classes = new ArrayList<>();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            for (int i = 0; i < CLASSES; i++) {
                classes.add(loader.loadClass("Case" + i));
            }
        }
        return classes;
    }

    /** Sockets that this process holds open; 0 where the system does not say. */
    private static long sockets() {
        Path folder = Path.of("/proc/self/fd");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(folder)) {
            return open.filter(ManyClassesIT::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed while we looked
        }
    }

    private static Set<String> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.startsWith("nats"))
                    .collect(Collectors.toSet());
        }
    }
}
