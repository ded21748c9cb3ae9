// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.natskit.kv.lease.Leases;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms of the key-value client, and between it and the client beneath. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.natskit.kv");

    @Test
    void only_the_front_door_knows_the_implementation() {
        noClasses()
                .that()
                .resideInAPackage("io.natskit.kv")
                .and()
                .doNotHaveFullyQualifiedName("io.natskit.kv.KeyValue")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.natskit.kv.internal..")
                .check(CLASSES);
    }

    @Test
    void of_the_client_beneath_only_its_api_and_what_it_exports_by_name_is_seen() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.natskit.client.internal",
                        "io.natskit.client.internal.session..",
                        "io.natskit.client.internal.delivery..",
                        "io.natskit.client.internal.outbox..",
                        "io.natskit.client.internal.protocol..",
                        "io.natskit.client.internal.transport..",
                        "io.natskit.client.internal.rules..",
                        "io.natskit.client.internal.gather..",
                        "io.natskit.jetstream.internal",
                        "io.natskit.server..")
                .check(CLASSES);
    }

    @Test
    void rooms_form_no_circle() {
        // the front door of leases makes what stands behind it, as those of buckets do from the root package
        slices().matching("io.natskit.kv.(*)..")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(Leases.class, LeaseKeeper.class)
                .check(CLASSES);
    }

    @Test
    void bytes_from_the_network_meet_no_regular_expression_serialization_or_directory() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.regex", "javax.naming..", "javax.script..", "java.rmi..", "org.xml..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(CLASSES);
    }
}
