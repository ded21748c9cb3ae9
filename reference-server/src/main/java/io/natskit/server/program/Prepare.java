// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the archive of classes with which the launcher starts: a training run of the server in another JVM, written down by that JVM (AppCDS
 * up to JDK 24, the AOT cache from 25). Run by the build, and by the launcher for a JVM, a place or settings that the build did not know.
 *
 * <p>The arguments are the folder and, from the launcher, the name of the file and the settings of the JVM that an archive depends on. Beside
 * the archive stands a file {@code .of} with the jar and the JVM that it was made of. An archive that cannot be made, or is not
 * mapped when it is tried, leaves an empty file, which the JVM passes over in silence, so that nobody tries again at each start.
 */
public final class Prepare {
    private static final int AOT_CACHE_SINCE = 25;
    private static final long TRAINING_SECONDS = 120;
    private static final long LOCK_SECONDS = 300;

    private final Path archive;
    private final List<String> settings;
    private final boolean aot = Runtime.version().feature() >= AOT_CACHE_SINCE;
    private final String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private final String jar = System.getProperty("java.class.path");

    private Prepare(Path archive, List<String> settings) {
        this.archive = archive;
        this.settings = settings;
    }

    /** The entry point; see the class. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        boolean aot = Runtime.version().feature() >= AOT_CACHE_SINCE;
        String name = args.length > 1
                ? args[1]
                : "natskit-server-" + System.getProperty("java.runtime.version") + (aot ? ".aot" : ".jsa");
        List<String> settings =
                args.length > 2 ? Arrays.asList(args).subList(2, args.length) : List.of("-XX:+UseSerialGC");
        Files.createDirectories(folder, folderMode(folder));
        if (args.length > 1) {
            ArchiveFolder.of(folder).sweep(Instant.now());
        }
        new Prepare(folder.resolve(name), settings).make();
    }

    private void make() throws IOException, InterruptedException {
        Path lock = archive.resolveSibling(archive.getFileName() + ".lock");
        if (!take(lock)) {
            return;
        }
        Path made = archive.resolveSibling(
                archive.getFileName() + "." + ProcessHandle.current().pid());
        try {
            boolean trained = train(made) && Files.exists(made) && isMapped(made);
            if (!trained) {
                Files.write(made, new byte[0]);
            }
            Files.writeString(ArchiveFolder.originOf(archive), jar + "\n" + java + "\n");
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
            System.out.println((trained ? "made " : "cannot make ") + archive);
        } finally {
            Files.deleteIfExists(made);
            Files.deleteIfExists(lock);
        }
    }

    private static FileAttribute<?>[] folderMode(Path folder) {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Takes the lock, or that of a run that died long ago. */
    private static boolean take(Path lock) throws IOException {
        try {
            Files.createFile(lock);
            return true;
        } catch (FileAlreadyExistsException e) {
            FileTime made = Files.getLastModifiedTime(lock);
            boolean dead = made.toInstant().isBefore(Instant.now().minusSeconds(LOCK_SECONDS));
            if (dead) {
                Files.setLastModifiedTime(lock, FileTime.from(Instant.now()));
            }
            return dead;
        }
    }

    private boolean train(Path file) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(settings);
        options.add((aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file);
        options.addAll(List.of("-Xms16m", "-XX:-UsePerfData", "-Xlog:disable"));
        return run(options, Training.class, ProcessBuilder.Redirect.DISCARD);
    }

    /** Whether a JVM with these settings takes classes from the archive. */
    private boolean isMapped(Path file) throws IOException, InterruptedException {
        Path seen = file.resolveSibling(file.getFileName() + ".seen");
        try {
            List<String> options = new ArrayList<>(settings);
            options.add((aot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file);
            options.addAll(List.of("-Xlog:disable", "-Xlog:class+load:stdout"));
            boolean ended = run(options, Program.class, ProcessBuilder.Redirect.to(seen.toFile()), "-v");
            return ended
                    && Files.readString(seen)
                            .lines()
                            .anyMatch(line -> line.contains(Program.class.getName() + " ")
                                    && line.contains("shared objects file"));
        } finally {
            Files.deleteIfExists(seen);
        }
    }

    private boolean run(List<String> options, Class<?> main, ProcessBuilder.Redirect output, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(java);
        command.addAll(options);
        command.addAll(List.of("-cp", jar, main.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        if (!process.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }
}
