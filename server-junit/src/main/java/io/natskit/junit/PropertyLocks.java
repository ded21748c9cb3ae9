// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Keeps tests apart that put different URLs into the same system property. Called by JUnit when it plans a parallel run. */
public final class PropertyLocks implements ResourceLocksProvider {
    /** Called by JUnit. */
    public PropertyLocks() {}

    @Override
    public Set<Lock> provideForClass(Class<?> testClass) {
        return locks(testClass);
    }

    @Override
    public Set<Lock> provideForNestedClass(List<Class<?>> enclosingInstanceTypes, Class<?> testClass) {
        return locks(testClass);
    }

    @Override
    public Set<Lock> provideForMethod(List<Class<?>> enclosingInstanceTypes, Class<?> testClass, Method testMethod) {
        return locks(testMethod);
    }

    private static Set<Lock> locks(AnnotatedElement element) {
        Optional<NatsServerTest> asked = AnnotationSupport.findAnnotation(element, NatsServerTest.class);
        if (asked.isEmpty() || asked.get().systemProperty().isEmpty()) {
            return Set.of();
        }
        // a server for the whole run sets the property once; those that replace it for a while need it for themselves
        boolean shared = asked.get().scope() == Scope.SUITE;
        return Set.of(new Lock(
                "io.natskit.junit.property." + asked.get().systemProperty(),
                shared ? ResourceAccessMode.READ : ResourceAccessMode.READ_WRITE));
    }
}
