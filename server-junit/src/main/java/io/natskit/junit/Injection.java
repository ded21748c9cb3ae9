// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import io.natskit.junit.proxy.FaultProxy;
import io.natskit.junit.traffic.Interceptions;
import io.natskit.junit.traffic.Journal;
import io.natskit.server.NatsServer;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** What parameters and fields may ask for, and how they get it. Pure but for setting fields. */
final class Injection {
    private static final Set<Class<?>> TYPES =
            Set.of(NatsServer.class, Journal.class, Interceptions.class, FaultProxy.class, TestClock.class);

    private Injection() {}

    static boolean isWanted(AnnotatedElement element, Class<?> type) {
        return TYPES.contains(type) || url(element).isPresent();
    }

    static Object value(AnnotatedElement element, Class<?> type, Bench bench) {
        Optional<NatsUrl> url = url(element);
        if (url.isPresent()) {
            String text = bench.url(url.get().throughProxy());
            if (type == String.class) {
                return text;
            }
            if (type == URI.class) {
                return URI.create(text);
            }
            throw new ExtensionConfigurationException("@NatsUrl " + type.getName() + " (expected: String or URI)");
        }
        if (type == NatsServer.class) {
            return bench.running().server();
        }
        if (type == Journal.class) {
            return bench.journal();
        }
        if (type == Interceptions.class) {
            return bench.interceptions();
        }
        if (type == FaultProxy.class) {
            return bench.proxy();
        }
        if (type == TestClock.class) {
            return bench.running().clock();
        }
        throw new ExtensionConfigurationException(
                "@InjectNats " + type.getName() + " (expected: one of " + TYPES + ")");
    }

    /** Fills the marked fields of {@code type}: the static ones, or those of {@code instance}. */
    static void fill(Class<?> type, @Nullable Object instance, Supplier<Bench> bench) {
        for (Field field : AnnotationSupport.findAnnotatedFields(
                type, InjectNats.class, f -> isFor(f, instance), HierarchyTraversalMode.TOP_DOWN)) {
            set(field, instance, bench.get());
        }
        for (Field field : AnnotationSupport.findAnnotatedFields(
                type, NatsUrl.class, f -> isFor(f, instance), HierarchyTraversalMode.TOP_DOWN)) {
            set(field, instance, bench.get());
        }
    }

    private static boolean isFor(Field field, @Nullable Object instance) {
        return Modifier.isStatic(field.getModifiers()) == (instance == null);
    }

    private static void set(Field field, @Nullable Object instance, Bench bench) {
        if (Modifier.isFinal(field.getModifiers())) {
            throw new ExtensionConfigurationException("field " + field + " is final (expected: one that can be set)");
        }
        try {
            field.setAccessible(true);
            field.set(instance, value(field, field.getType(), bench));
        } catch (IllegalAccessException | RuntimeException e) {
            throw new ExtensionConfigurationException("cannot set field " + field + ": " + e.getMessage(), e);
        }
    }

    private static Optional<NatsUrl> url(AnnotatedElement element) {
        return AnnotationSupport.findAnnotation(element, NatsUrl.class);
    }
}
