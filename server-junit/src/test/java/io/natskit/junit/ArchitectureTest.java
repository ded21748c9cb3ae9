// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.natskit.junit");

    @Test
    void the_proxy_knows_neither_nats_nor_junit() {
        classes()
                .that()
                .resideInAPackage("io.natskit.junit.proxy")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.natskit.junit.proxy")
                .check(MODULE);
    }

    @Test
    void traffic_knows_the_server_and_not_the_extension() {
        classes()
                .that()
                .resideInAPackage("io.natskit.junit.traffic")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "org.opentest4j..",
                        "io.natskit.server",
                        "io.natskit.wire..",
                        "io.natskit.junit.traffic")
                .check(MODULE);
    }

    @Test
    void nobody_here_knows_a_client_or_what_the_server_does_not_export() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.natskit",
                        "io.natskit.client..",
                        "io.natskit.server.session..",
                        "io.natskit.server.router..",
                        "io.natskit.server.transport..",
                        "io.natskit.server.protocol..",
                        "io.natskit.server.auth..",
                        "io.natskit.server.account..")
                .check(MODULE);
    }

    @Test
    void packages_form_no_circle() {
        slices().matching("io.natskit.junit.(*)").should().beFreeOfCycles().check(MODULE);
    }
}
