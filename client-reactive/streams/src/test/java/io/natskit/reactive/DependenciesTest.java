// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.kv.KeyValue;
import io.natskit.objectstore.ObjectStores;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody pays for what they do not use: the client and JetStream stand without Reactive Streams, RxJava, Kotlin and Bouncy Castle. */
class DependenciesTest {

    @ParameterizedTest
    @ValueSource(classes = {Connection.class, JetStream.class, KeyValue.class, ObjectStores.class})
    void the_modules_beneath_require_none_of_them(Class<?> type) throws Exception {
        Path where =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        ModuleDescriptor module = descriptor(where);
        assertThat(module.requires().stream()
                        .map(ModuleDescriptor.Requires::name)
                        .collect(Collectors.toSet()))
                .isSubsetOf(
                        "java.base",
                        "jdk.jfr",
                        "org.jspecify",
                        "io.natskit.wire",
                        "io.natskit.client",
                        "io.natskit.jetstream");
    }

    private static java.net.URL where(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static ModuleDescriptor descriptor(Path where) throws Exception {
        if (Files.isDirectory(where)) {
            try (InputStream in = Files.newInputStream(where.resolve("module-info.class"))) {
                return ModuleDescriptor.read(in);
            }
        }
        try (java.nio.file.FileSystem jar = java.nio.file.FileSystems.newFileSystem(where);
                InputStream in = Files.newInputStream(jar.getPath("module-info.class"))) {
            return ModuleDescriptor.read(in);
        }
    }

    @Test
    void no_class_beneath_mentions_them() {
        JavaClasses beneath = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importUrls(java.util.List.of(
                        where(Connection.class),
                        where(JetStream.class),
                        where(KeyValue.class),
                        where(ObjectStores.class),
                        where(io.natskit.wire.Nuid.class)));
        ArchRuleDefinition.noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.reactivestreams..", "io.reactivex..", "kotlin..", "kotlinx..", "org.bouncycastle..")
                .check(beneath);
    }

    @Test
    void this_module_sees_no_engine() {
        JavaClasses here = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importUrl(where(ReactiveConnection.class));
        ArchRuleDefinition.noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..internal..")
                .check(here);
    }
}
