// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of the server and which may look at which. */
class ArchitectureTest {
    private static final String SERVER = "io.natskit.server.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.natskit.server");

    /** What every room may use. */
    private static final List<String> COMMON = List.of(
            "io.natskit.wire..",
            "io.natskit.xkeys..",
            "org.jspecify..",
            "org.bouncycastle..",
            "java..",
            "javax.crypto..",
            "javax.management..",
            "javax.net.ssl..",
            "javax.security..",
            "com.sun.net.httpserver..",
            "jdk.jfr..",
            "sun..");

    private static ClassesShouldConjunction room(String name, String... mayLookAt) {
        String[] allowed = Stream.of(
                        Stream.of(mayLookAt).map(other -> SERVER + other + ".."),
                        Stream.of(SERVER + name + ".."),
                        COMMON.stream())
                .flatMap(all -> all)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(SERVER + name + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }

    @Test
    void each_room_looks_only_where_it_may() {
        room("config").check(CLASSES);
        room("subject").check(CLASSES);
        room("s2").check(CLASSES);
        room("deflate").check(CLASSES);
        room("archive").check(CLASSES);
        room("protocol").check(CLASSES);
        room("fetch").check(CLASSES);
        room("transport", "fetch", "s2", "config").check(CLASSES);
        room("auth", "fetch", "config").check(CLASSES);
        room("account", "subject", "auth", "config").check(CLASSES);
        room("reload", "config").check(CLASSES);
        room("tracing", "protocol").check(CLASSES);
        room("router", "account", "protocol", "tracing", "subject").check(CLASSES);
        room("sharing", "transport", "router", "tracing", "protocol", "account", "subject", "config")
                .check(CLASSES);
        room("local", "transport", "router", "tracing", "protocol", "account", "subject")
                .check(CLASSES);
        room(
                        "jetstream.stream",
                        "jetstream.storage",
                        "jetstream.schedule",
                        "local",
                        "router",
                        "tracing",
                        "account",
                        "transport",
                        "subject",
                        "config")
                .check(CLASSES);
        room(
                        "jetstream.origin",
                        "jetstream.stream",
                        "jetstream.storage",
                        "local",
                        "router",
                        "account",
                        "transport",
                        "subject",
                        "config")
                .check(CLASSES);
        room("jetstream.validation", "jetstream.stream", "subject", "config").check(CLASSES);
        room(
                        "jetstream.account",
                        "jetstream.consumer",
                        "jetstream.origin",
                        "jetstream.stream",
                        "jetstream.storage",
                        "jetstream.validation",
                        "local",
                        "router",
                        "account",
                        "transport",
                        "config")
                .check(CLASSES);
        room(
                        "jetstream.backup",
                        "archive",
                        "s2",
                        "jetstream.account",
                        "jetstream.stream",
                        "jetstream.storage",
                        "jetstream.consumer",
                        "local",
                        "router",
                        "account",
                        "subject",
                        "transport",
                        "config")
                .check(CLASSES);
        room(
                        "jetstream.api",
                        "jetstream.backup",
                        "jetstream.account",
                        "jetstream.stream",
                        "jetstream.storage",
                        "jetstream.validation",
                        "jetstream.consumer",
                        "local",
                        "router",
                        "account",
                        "transport",
                        "config")
                .check(CLASSES);
        room("session", "transport", "protocol", "auth", "account", "router", "tracing", "subject", "config")
                .check(CLASSES);
        room("dashboard").check(CLASSES);
        room(
                        "monitoring",
                        "dashboard",
                        "jetstream",
                        "session",
                        "sharing",
                        "transport",
                        "protocol",
                        "auth",
                        "account",
                        "router",
                        "subject",
                        "config")
                .check(CLASSES);
        room(
                        "system",
                        "monitoring",
                        "local",
                        "session",
                        "transport",
                        "auth",
                        "account",
                        "router",
                        "subject",
                        "config",
                        "s2")
                .check(CLASSES);
        room("callout", "local", "router", "account", "auth").check(CLASSES);
        room("claims", "session", "local", "router", "account", "transport", "subject", "auth", "config")
                .check(CLASSES);
        room("websocket", "deflate", "session", "transport", "protocol", "auth", "config")
                .check(CLASSES);
        // of JetStream it knows the helpers for headers and names, and asks for the rest through the API
        room(
                        "mqtt",
                        "session",
                        "local",
                        "router",
                        "account",
                        "auth",
                        "protocol",
                        "transport",
                        "jetstream.stream",
                        "subject",
                        "config")
                .check(CLASSES);
        room("jetstream.storage", "subject").check(CLASSES);
        room("jetstream.schedule").check(CLASSES);
        room(
                        "jetstream.consumer",
                        "jetstream.stream",
                        "jetstream.storage",
                        "local",
                        "router",
                        "account",
                        "transport",
                        "subject",
                        "config")
                .check(CLASSES);
    }

    @Test
    void rooms_form_no_circle() {
        slices().matching("io.natskit.server.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void the_decoder_knows_no_socket_thread_or_clock() {
        noClasses()
                .that()
                .resideInAnyPackage(SERVER + "protocol..", SERVER + "subject..", SERVER + "s2..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "java.time..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(CLASSES);
    }

    @Test
    void stores_know_files_and_no_socket_thread_or_clock() {
        noClasses()
                .that()
                .resideInAPackage(SERVER + "jetstream.storage..")
                .and()
                // it keeps an interrupt for whoever waits for it
                .haveNameNotMatching(".*\\.SystemDisk.*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.time..", "java.util.concurrent.locks..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void bytes_from_the_network_meet_no_regular_expression_serialization_script_or_xml() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        SERVER + "protocol..",
                        SERVER + "fetch..",
                        SERVER + "transport..",
                        SERVER + "session..",
                        SERVER + "websocket..",
                        SERVER + "mqtt..",
                        SERVER + "router..",
                        SERVER + "local..",
                        SERVER + "subject..",
                        SERVER + "s2..",
                        SERVER + "archive..",
                        SERVER + "auth..",
                        SERVER + "account..",
                        SERVER + "sharing..",
                        SERVER + "monitoring..",
                        SERVER + "jetstream..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.regex..", "javax.naming..", "javax.script..", "javax.xml..", "org.xml..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(CLASSES);
    }

    @Test
    void only_the_server_that_wires_the_rooms_knows_monitoring_and_only_that_knows_http() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SERVER + "monitoring..", SERVER + "system..", "io.natskit.server")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SERVER + "monitoring..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(SERVER + "monitoring..")
                .and()
                // the JDK asks it by HTTP what to staple
                .doNotHaveSimpleName("StapleResponder")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.net.httpserver..")
                .check(CLASSES);
    }

    @Test
    void nobody_but_the_server_that_wires_the_rooms_knows_who_speaks_for_it() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SERVER + "system..", "io.natskit.server")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SERVER + "system..")
                .check(CLASSES);
    }

    @Test
    void only_the_server_that_wires_the_rooms_knows_the_other_doors() {
        for (String door : List.of("websocket..", "mqtt..")) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(SERVER + door, "io.natskit.server")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(SERVER + door)
                    .check(CLASSES);
        }
    }
}
