// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between the rooms of the command line. */
class ArchitectureTest {
    private static final String ROOT = "io.natskit.cli.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.natskit.cli");

    @Test
    void rooms_form_no_circle() {
        slices().matching("io.natskit.cli.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nobody_knows_the_program() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.natskit.cli")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.natskit.cli")
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bench",
                "buckets",
                "checks",
                "consumers",
                "contexts",
                "events",
                "explain",
                "messaging",
                "objects",
                "services",
                "streams",
                "system"
            })
    void no_room_of_commands_knows_another(String room) {
        Set<String> shared = Set.of("action", "connect", "expression", "message", "terminal", room);
        noClasses()
                .that()
                .resideInAPackage("io.natskit.cli." + room)
                .should()
                .dependOnClassesThat(new DescribedPredicate<>("are in another room of commands") {
                    @Override
                    public boolean test(JavaClass target) {
                        String name = target.getPackageName();
                        return name.startsWith(ROOT) && !shared.contains(name.substring(ROOT.length()));
                    }
                })
                .check(CLASSES);
    }

    @Test
    void what_is_shown_knows_neither_commands_nor_clients() {
        noClasses()
                .that()
                .resideInAPackage("io.natskit.cli.terminal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.natskit",
                        "io.natskit.client..",
                        "io.natskit.jetstream..",
                        "io.natskit.server..",
                        "picocli..")
                .check(CLASSES);
    }

    @Test
    void only_the_program_who_explains_and_who_warms_up_know_the_server() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.natskit.cli", "io.natskit.cli.explain..")
                .and()
                .doNotHaveFullyQualifiedName("io.natskit.cli.bench.WarmUp")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.natskit.server..")
                .check(CLASSES);
    }

    @Test
    void of_the_clients_only_their_api_is_seen() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.natskit.client.internal..",
                        "io.natskit.jetstream.internal..",
                        "io.natskit.kv.internal..",
                        "io.natskit.objectstore.internal..")
                .check(CLASSES);
    }

    @Test
    void patterns_on_what_comes_from_the_network_take_time_that_grows_no_faster_than_it() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.regex..")
                .because("com.google.re2j never goes back")
                .check(CLASSES);
    }

    @Test
    void expressions_know_neither_commands_nor_clients() {
        noClasses()
                .that()
                .resideInAPackage("io.natskit.cli.expression..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.natskit.client..", "io.natskit.jetstream..", "io.natskit.server..", "picocli..")
                .check(CLASSES);
    }
}
