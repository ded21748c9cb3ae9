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
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the archive of classes with which the launcher starts: a training run of the server in another JVM, written down by that JVM (AppCDS
 * up to JDK 24, the AOT cache from 25). Run by the build, and by the launcher for a JVM that the build did not know.
 *
 * <p>The argument is the folder. An archive that cannot be made leaves an empty file, which the JVM passes over in
 * silence, so that nobody tries again at each start.
 */
public final class Prepare {
    private static final int AOT_CACHE_SINCE = 25;
    private static final long TRAINING_SECONDS = 120;
    private static final long LOCK_SECONDS = 300;

    private Prepare() {}

    /** The entry point; see the class. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        boolean aot = Runtime.version().feature() >= AOT_CACHE_SINCE;
        Path archive = folder.resolve(
                "natskit-server-" + System.getProperty("java.runtime.version") + (aot ? ".aot" : ".jsa"));
        Files.createDirectories(folder, folderMode(folder));
        Path lock = archive.resolveSibling(archive.getFileName() + ".lock");
        if (!take(lock)) {
            return;
        }
        Path made = archive.resolveSibling(
                archive.getFileName() + "." + ProcessHandle.current().pid());
        try {
            boolean trained = train(made, aot) && Files.exists(made);
            if (!trained) {
                Files.write(made, new byte[0]);
            }
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

    private static boolean train(Path archive, boolean aot) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add((aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive);
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms16m", "-XX:-UsePerfData", "-Xlog:disable"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Training.class.getName()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        if (!process.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }
}
