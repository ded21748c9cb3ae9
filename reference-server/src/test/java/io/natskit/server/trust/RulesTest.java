// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.trust;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** P4: what bytes from the network must never meet. The configuration file is not from the network, so its room is left out. */
class RulesTest {
    private static final String[] NETWORK = {
        "io.natskit.server.protocol..",
        "io.natskit.server.transport..",
        "io.natskit.server.session..",
        "io.natskit.server.websocket..",
        "io.natskit.server.router..",
        "io.natskit.server.subject..",
        "io.natskit.server.auth..",
        "io.natskit.server.account..",
        "io.natskit.wire.."
    };
    /** Methods of {@link String} that compile a regular expression. */
    private static final Set<String> HIDDEN_EXPRESSIONS = Set.of("matches", "split", "replaceAll", "replaceFirst");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.natskit.server", "io.natskit.wire");

    @Test
    void no_string_method_hides_a_regular_expression() {
        noClasses()
                .that()
                .resideInAnyPackage(NETWORK)
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "a regular expression behind a method of String", RulesTest::hidesExpression))
                .check(CLASSES);
    }

    private static boolean hidesExpression(JavaMethodCall call) {
        return call.getTargetOwner().isEquivalentTo(String.class)
                && HIDDEN_EXPRESSIONS.contains(call.getTarget().getName());
    }

    @Test
    void nothing_is_serialized_looked_up_scripted_or_read_as_xml() {
        noClasses()
                .that()
                .resideInAnyPackage(NETWORK)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.regex..",
                        "java.rmi..",
                        "java.beans..",
                        "javax.naming..",
                        "javax.script..",
                        "javax.xml..",
                        "org.xml..",
                        "org.w3c..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectOutputStream")
                .check(CLASSES);
    }

    @Test
    void no_method_that_sees_bytes_of_the_network_calls_itself() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(NETWORK)
                .should(notCallThemselves())
                .check(CLASSES);
    }

    private static ArchCondition<JavaMethod> notCallThemselves() {
        return new ArchCondition<>("not call themselves") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                if (method.getModifiers().contains(JavaModifier.BRIDGE)) {
                    return; // the compiler's, to the method of the same name that returns more
                }
                for (JavaMethodCall call : method.getMethodCallsFromSelf()) {
                    boolean itself = call.getTarget().getFullName().equals(method.getFullName());
                    if (itself) {
                        events.add(SimpleConditionEvent.violated(method, call.getDescription()));
                    }
                }
            }
        };
    }
}
