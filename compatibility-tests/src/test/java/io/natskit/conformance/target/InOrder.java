// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import java.util.Set;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * Keeps what is in a class in order while the class runs beside others: each class locks itself. A class with parameters needs this said, together with {@code @Execution(CONCURRENT)}: the setting for all classes
 * does not reach it, and without it all such classes would wait for one thread. A class that says itself how it is executed has no lock: what is in it may run beside one another.
 */
public final class InOrder implements ResourceLocksProvider {
    @Override
    public Set<Lock> provideForClass(Class<?> testClass) {
        boolean says = testClass.isAnnotationPresent(Execution.class);
        return says ? Set.of() : Set.of(new Lock(testClass.getName(), ResourceAccessMode.READ_WRITE));
    }
}
