// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.natskit.wire");

    @Test
    void nothing_here_knows_another_module() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.natskit.wire..", "java..", "javax.crypto", "org.jspecify..", "com.fasterxml.jackson.core..")
                .check(CLASSES);
    }

    @Test
    void packages_do_not_circle() {
        slices().matching("io.natskit.wire.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void jackson_stays_behind_the_json_package() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.natskit.wire.json..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(CLASSES);
    }

    // trust.md P4: what comes from the network meets none of these
    @Test
    void no_regular_expression_serialization_jndi_scripting_or_xml() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.regex..",
                        "javax.naming..",
                        "javax.script..",
                        "javax.xml..",
                        "org.xml..",
                        "org.w3c..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .callMethod(String.class, "split", String.class)
                .orShould()
                .callMethod(String.class, "matches", String.class)
                .orShould()
                .callMethod(String.class, "replaceAll", String.class, String.class)
                .check(CLASSES);
    }

    // trust.md P4: the depth of a thread's stack never depends on bytes
    @Test
    void no_method_calls_itself() {
        methods().should(notCallThemselves()).check(CLASSES);
    }

    @Test
    void no_method_is_synchronized() {
        noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(CLASSES);
    }

    private static ArchCondition<JavaMethod> notCallThemselves() {
        return new ArchCondition<>("not call themselves") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                method.getMethodCallsFromSelf().stream()
                        // a bridge is the compiler's, and calls the method that it stands for
                        .filter(call -> !method.getModifiers().contains(JavaModifier.BRIDGE))
                        .filter(call -> call.getTarget().getFullName().equals(method.getFullName()))
                        .forEach(call -> events.add(SimpleConditionEvent.violated(method, call.getDescription())));
            }
        };
    }
}
