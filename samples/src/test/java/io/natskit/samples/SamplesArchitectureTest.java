// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Samples do what users can do: they see the public API alone. */
class SamplesArchitectureTest {

    private final JavaClasses classes = new ClassFileImporter().importPackages("io.natskit.samples");

    @Test
    void samples_use_the_public_api_alone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.natskit.client.internal..", "io.natskit.server.transport..", "io.natskit.server.session..")
                .check(classes);
    }
}
