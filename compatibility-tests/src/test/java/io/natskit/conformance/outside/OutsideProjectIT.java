// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.natskit.Nats;
import io.natskit.jetstream.JetStream;
import io.natskit.junit.NatsServerTest;
import io.natskit.server.NatsServer;
import io.natskit.wire.Nuid;
import io.natskit.xkeys.XKeys;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A project outside this one, built by a Maven of its own against the artifacts as they would be installed, on the class path and on the module path, with
 * versions from the BOM alone. Needs no network: what else it takes comes from the local repository that this build uses.
 */
@Order(3)
@NullMarked
class OutsideProjectIT {
    private static final Map<String, Class<?>> JARS = Map.of(
            "wire", Nuid.class,
            "xkeys", XKeys.class,
            "client-core", Nats.class,
            "client-jetstream", JetStream.class,
            "reference-server", NatsServer.class,
            "server-junit", NatsServerTest.class);
    private static final String[] POMS = {"bom"};
    private static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    @Test
    void a_project_outside_builds_and_passes_on_class_path_and_module_path(@TempDir Path folder) throws Exception {
        Path maven = maven();
        Path reactor = reactor();
        String version = version(reactor.resolve("pom.xml"));
        Path repository = Files.createDirectories(folder.resolve("repository"));
        install(reactor.resolve("pom.xml"), null, repository, "natskit-parent", version);
        for (String module : POMS) {
            install(reactor.resolve(module).resolve("pom.xml"), null, repository, "natskit-" + module, version);
        }
        for (Map.Entry<String, Class<?>> module : JARS.entrySet()) {
            install(
                    reactor.resolve(module.getKey()).resolve("pom.xml"),
                    jarOf(module.getValue()),
                    repository,
                    "natskit-" + module.getKey(),
                    version);
        }
        Path project = folder.resolve("outside");
        copy(Path.of(uri("/outside")), project);
        Files.writeString(folder.resolve("settings.xml"), settings());

        String output = run(
                folder,
                maven.toString(),
                "-o",
                "-B",
                "-ntp",
                "-Daether.offline.protocols=file",
                "-s",
                folder.resolve("settings.xml").toString(),
                "-Dmaven.repo.local=" + repository,
                "-Dnatskit.version=" + version,
                "-Djunit.version=" + versionOf(Test.class),
                "-DargLine=" + QUICK,
                "-f",
                project.resolve("pom.xml").toString(),
                "test");

        assertThat(output)
                .contains("BUILD SUCCESS")
                .containsPattern("Tests run: 2, Failures: 0[^\\n]*outside.ShopTest")
                .containsPattern("Tests run: 1, Failures: 0[^\\n]*outside.shop.ShopModuleTest");
    }

    private static Path maven() {
        String name = File.separatorChar == '\\' ? "mvn.cmd" : "mvn";
        List<Path> places = new ArrayList<>();
        for (String home : new String[] {System.getProperty("maven.home"), System.getenv("MAVEN_HOME")}) {
            if (home != null && !home.isEmpty()) {
                places.add(Path.of(home, "bin"));
            }
        }
        String path = System.getenv("PATH");
        for (String place : (path == null ? "" : path).split(File.pathSeparator, -1)) {
            places.add(Path.of(place));
        }
        for (Path place : places) {
            if (Files.isExecutable(place.resolve(name))) {
                return place.resolve(name);
            }
        }
        return abort("no mvn in maven.home, MAVEN_HOME or on the PATH");
    }

    /** The folder of the whole project: tests run in that of their module. */
    private static Path reactor() {
        return Path.of("").toAbsolutePath().getParent();
    }

    private static String version(Path pom) throws IOException {
        Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(Files.readString(pom));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        Path place =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        return Files.isRegularFile(place)
                ? place
                : abort(place
                        + " is no jar: the outside project is built in \"mvn verify\", where the modules are packaged");
    }

    /** The local repository of the running build: six folders above a jar that came from it. */
    private static Path localRepository() throws URISyntaxException {
        Path place = jarOf(Test.class);
        for (int i = 0; i < 6; i++) {
            place = place.getParent();
        }
        return place;
    }

    private static String versionOf(Class<?> type) throws URISyntaxException {
        return jarOf(type).getParent().getFileName().toString();
    }

    /** What the install plugin does. */
    private static void install(Path pom, @Nullable Path jar, Path repository, String artifact, String version)
            throws IOException {
        Path folder = Files.createDirectories(
                repository.resolve("io").resolve("natskit").resolve(artifact).resolve(version));
        Files.copy(pom, folder.resolve(artifact + "-" + version + ".pom"));
        if (jar != null) {
            Files.copy(jar, folder.resolve(artifact + "-" + version + ".jar"));
        }
    }

    private static String settings() throws URISyntaxException {
        return """
                <settings>
                  <mirrors>
                    <mirror>
                      <id>local</id>
                      <mirrorOf>*</mirrorOf>
                      <url>%s</url>
                    </mirror>
                  </mirrors>
                </settings>
                """.formatted(localRepository().toUri());
    }

    private static URI uri(String resource) throws URISyntaxException {
        return Objects.requireNonNull(OutsideProjectIT.class.getResource(resource), resource)
                .toURI();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Path target = to.resolve(from.relativize(one).toString());
                if (Files.isDirectory(one)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(one, target);
                }
            }
        }
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Path log = folder.resolve("maven.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // a Maven of a few seconds, which the second compiler would only hold up
        builder.environment().put("MAVEN_OPTS", QUICK);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(280, TimeUnit.SECONDS)).as("Maven ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String output = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
