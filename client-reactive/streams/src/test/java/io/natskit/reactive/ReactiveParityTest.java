// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.client.FlowConnection;
import io.natskit.client.service.FlowServices;
import io.natskit.jetstream.FlowJetStream;
import io.natskit.kv.FlowBucket;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the views with the Flow shapes by reflection: the same methods, with the other library's types. */
class ReactiveParityTest {

    static Arguments[] shapes() {
        return new Arguments[] {
            Arguments.of(FlowConnection.class, ReactiveConnection.class),
            Arguments.of(FlowJetStream.class, ReactiveJetStream.class),
            Arguments.of(FlowServices.class, ReactiveServices.class),
            Arguments.of(FlowBucket.class, ReactiveBucket.class)
        };
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void each_flow_method_has_its_twin_of_the_same_items(Class<?> flow, Class<?> reactive) {
        assertThat(signatures(reactive, "org.reactivestreams."))
                .isEqualTo(signatures(flow, "java.util.concurrent.Flow$"));
    }

    private static Set<String> signatures(Class<?> type, String library) {
        return Arrays.stream(type.getMethods())
                .filter(m -> m.getDeclaringClass() == type && !Modifier.isStatic(m.getModifiers()))
                .map(m -> signature(m, library))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(Method m, String library) {
        String result = m.getGenericReturnType()
                .getTypeName()
                .replace(library, "")
                .replace(ReactiveSink.class.getName(), "Sink")
                .replace("io.natskit.client.FlowSink", "Sink");
        return result + " " + m.getName() + Arrays.toString(m.getGenericParameterTypes());
    }
}
