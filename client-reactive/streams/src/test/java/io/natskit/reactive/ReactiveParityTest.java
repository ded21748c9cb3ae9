// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.client.FlowConnection;
import io.natskit.client.service.FlowServices;
import io.natskit.jetstream.FlowJetStream;
import io.natskit.kv.FlowBucket;
import io.natskit.kv.FlowKeyValue;
import io.natskit.kv.lease.FlowLeases;
import io.natskit.objectstore.FlowObjectStore;
import io.natskit.objectstore.FlowObjectStores;
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
            Arguments.of(FlowBucket.class, ReactiveBucket.class),
            Arguments.of(FlowKeyValue.class, ReactiveKeyValue.class),
            Arguments.of(FlowLeases.class, ReactiveLeases.class),
            Arguments.of(FlowObjectStores.class, ReactiveObjectStores.class),
            Arguments.of(FlowObjectStore.class, ReactiveObjectStore.class)
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
                .replace("io.natskit.client.FlowSink", "Sink")
                .replace(ReactiveObjectWriter.class.getName(), "Writer")
                .replace("io.natskit.objectstore.FlowObjectWriter", "Writer");
        return result + " " + m.getName()
                + Arrays.toString(m.getGenericParameterTypes()).replace(library, "");
    }
}
