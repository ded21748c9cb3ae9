// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms of the client: who may look at whom. */
class ArchitectureTest {
    private static final String ROOT = "io.natskit.client.internal";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.natskit", "io.natskit.client");

    private static void mayNotLookAt(String room, String... others) {
        String[] packages = new String[others.length];
        for (int i = 0; i < others.length; i++) {
            packages[i] = others[i].isEmpty() ? ROOT : others[i].startsWith("io.") ? others[i] : ROOT + "." + others[i];
        }
        noClasses()
                .that()
                .resideInAPackage(room.isEmpty() ? ROOT : ROOT + "." + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .check(CLASSES);
    }

    @Test
    void api_never_mentions_the_implementation() {
        noClasses()
                .that()
                .resideInAPackage("io.natskit.client")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "..")
                .check(CLASSES);
    }

    @Test
    void transport_speaks_no_nats() {
        mayNotLookAt(
                "transport",
                "",
                "session",
                "routing",
                "delivery",
                "outbox",
                "protocol",
                "rules",
                "flow",
                "gather",
                "io.natskit.client");
    }

    @Test
    void protocol_is_pure() {
        mayNotLookAt(
                "protocol",
                "",
                "session",
                "routing",
                "delivery",
                "outbox",
                "transport",
                "rules",
                "flow",
                "gather",
                "io.natskit.client",
                "java.net",
                "java.nio.channels",
                "java.util.concurrent..");
    }

    @Test
    void outbox_sees_the_protocol_alone() {
        mayNotLookAt(
                "outbox",
                "",
                "session",
                "routing",
                "delivery",
                "transport",
                "rules",
                "flow",
                "gather",
                "io.natskit.client");
    }

    @Test
    void delivery_sees_the_api_alone() {
        mayNotLookAt(
                "delivery", "", "session", "routing", "outbox", "protocol", "transport", "rules", "flow", "gather");
    }

    @Test
    void routing_sees_delivery_and_protocol_only() {
        mayNotLookAt("routing", "", "session", "outbox", "rules", "flow", "gather");
    }

    @Test
    void flight_events_know_the_jdk_alone() {
        mayNotLookAt(
                "flight",
                "",
                "session",
                "routing",
                "delivery",
                "outbox",
                "protocol",
                "transport",
                "rules",
                "flow",
                "gather",
                "io.natskit.client");
    }

    @Test
    void session_sees_no_view() {
        mayNotLookAt("session", "", "flow", "gather");
    }

    @Test
    void views_of_flow_and_gathering_are_made_of_the_api() {
        mayNotLookAt("flow", "", "session", "routing", "delivery", "outbox", "protocol", "transport");
        mayNotLookAt("gather", "", "session", "routing", "delivery", "outbox", "protocol", "transport");
    }

    @Test
    void services_are_a_customer_of_the_connection() {
        mayNotLookAt("service", "", "session", "delivery", "outbox", "protocol", "transport", "rules", "gather");
        for (String room : new String[] {"", "session", "routing", "delivery", "outbox", "flow", "gather"}) {
            mayNotLookAt(room, "service", "io.natskit.client.service");
        }
        noClasses()
                .that()
                .resideInAPackage("io.natskit.client")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.natskit.client.service")
                .check(CLASSES);
    }

    @Test
    void rooms_form_no_circle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void bytes_from_the_network_meet_no_regular_expression_serialization_or_directory() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".protocol", ROOT + ".routing", ROOT + ".session", ROOT + ".transport")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.regex", "javax.naming..", "javax.script..", "java.rmi..", "org.xml..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(CLASSES);
    }
}
