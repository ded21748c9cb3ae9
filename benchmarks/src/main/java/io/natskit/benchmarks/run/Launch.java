// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Starts servers and bare JVMs on one JDK and takes the time. */
final class Launch {
    private static final long START_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long ARCHIVE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(40);

    private final Setup setup;
    private final String javaHome;

    Launch(Setup setup, String javaHome) {
        this.setup = setup;
        this.javaHome = javaHome;
    }

    /** Our server, by its launcher, on this JDK. */
    List<String> server() {
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "JAVA_HOME=" + javaHome));
        command.addAll(setup.ours());
        return command;
    }

    /** The JVM that the launcher would start, with the same settings and the same archive, but another main. */
    List<String> jvm(Class<?> main) {
        return sameJvm(server(), main);
    }

    /** As {@link #jvm}, on the JDK that the launcher takes by itself. */
    static List<String> sameJvm(Setup setup, Class<?> main) {
        return sameJvm(setup.ours(), main);
    }

    /** Starts the server until it has its archive: on a JVM other than the build's, the first start has it made aside. */
    void awaitArchive() {
        long deadline = System.nanoTime() + ARCHIVE_LIMIT_NANOS;
        while (!hasArchive(commandLine(server()))) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "no archive for " + javaHome + " after " + ARCHIVE_LIMIT_NANOS / 1_000_000_000 + " s");
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    private static boolean hasArchive(String[] words) {
        for (String word : words) {
            if (word.startsWith("-XX:SharedArchiveFile=") || word.startsWith("-XX:AOTCache=")) {
                return true;
            }
        }
        return false;
    }

    /** The words with which the launcher starts the JVM. */
    private static String[] commandLine(List<String> serverCommand) {
        try (ServerProcess server = ServerProcess.start(serverCommand)) {
            return Files.readString(Path.of("/proc", String.valueOf(server.pid()), "cmdline"))
                    .split("\0");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> sameJvm(List<String> serverCommand, Class<?> main) {
        String[] words = commandLine(serverCommand);
        List<String> command = new ArrayList<>();
        String classPath = "";
        int at = 0;
        command.add(words[at++]);
        while (at < words.length && words[at].startsWith("-")) {
            String word = words[at++];
            if (word.equals("-jar")) {
                classPath = words[at];
                break;
            }
            if (word.equals("-cp") || word.equals("-classpath") || word.equals("--class-path")) {
                classPath = words[at++];
            } else {
                command.add(word);
            }
        }
        String own = Path.of(
                        main.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
        command.addAll(List.of("-cp", classPath.isEmpty() ? own : classPath + ":" + own, main.getName()));
        return command;
    }

    /** From the start of the process to the first PONG. The command must listen on the port after {@code -p}, which is replaced. */
    double millisToPong(List<String> command) {
        int port = Setup.freePort();
        List<String> fixed = new ArrayList<>(command);
        fixed.set(fixed.indexOf("-p") + 1, String.valueOf(port));
        long before = System.nanoTime();
        try {
            Process process = new ProcessBuilder(fixed)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                awaitPong(process, port, before + START_LIMIT_NANOS);
                return (System.nanoTime() - before) / 1e6;
            } finally {
                process.destroy();
                process.waitFor();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static void awaitPong(Process process, int port, long deadline) throws IOException {
        while (System.nanoTime() - deadline < 0 && process.isAlive()) {
            try (SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                channel.write(
                        ByteBuffer.wrap("CONNECT {\"verbose\":false}\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII)));
                ByteBuffer input = ByteBuffer.allocate(8192);
                while (channel.read(input) >= 0) {
                    if (new String(input.array(), 0, input.position(), StandardCharsets.US_ASCII)
                            .contains("PONG\r\n")) {
                        return;
                    }
                }
            } catch (IOException notYet) {
                LockSupport.parkNanos(200_000);
            }
        }
        throw new IOException(
                "no PONG from port " + port + (process.isAlive() ? " within 20 s" : ": the server has ended"));
    }
}
