// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the three shapes of services by reflection. Whatever one has, the others have, or the reason stands here. */
class ServicesParityTest {
    private static final String ACCESSOR = "never waits, so the blocking form serves everybody: blocking()";
    private static final String VIEW = "leads from one shape to another";
    private static final Map<String, String> NOT_IN_ASYNC = Map.of(
            "async", VIEW,
            "flow", VIEW,
            "connection", ACCESSOR,
            "options", ACCESSOR,
            "proxy", "the methods of the interface choose the shape by what they return");
    private static final Map<String, String> NOT_IN_FLOW =
            Map.of("start", "one event, no stream: a future of async() serves");

    @Test
    void what_blocks_has_an_asynchronous_twin_and_the_reverse() {
        Set<String> missing = signatures(Services.class);
        missing.removeAll(signatures(AsyncServices.class));
        assertThat(names(missing)).isEqualTo(NOT_IN_ASYNC.keySet());
        Set<String> extra = signatures(AsyncServices.class);
        extra.removeAll(signatures(Services.class));
        assertThat(extra).containsExactly("blocking()");
    }

    @Test
    void what_is_asynchronous_is_in_the_flow_view_and_the_reverse() {
        Set<String> missing = signatures(AsyncServices.class);
        missing.removeAll(signatures(FlowServices.class));
        assertThat(names(missing)).isEqualTo(NOT_IN_FLOW.keySet());
        Set<String> extra = signatures(FlowServices.class);
        extra.removeAll(signatures(AsyncServices.class));
        assertThat(extra).isEmpty();
    }

    @Test
    void each_returns_what_its_shape_is() {
        assertThat(AsyncServices.class.getMethods())
                .allMatch(m -> m.getReturnType() == CompletableFuture.class || m.getReturnType() == Services.class);
        assertThat(FlowServices.class.getMethods())
                .allMatch(m -> m.getReturnType() == Flow.Publisher.class || m.getReturnType() == Services.class);
    }

    @Test
    void the_api_mentions_nothing_internal() {
        for (Class<?> type : new Class<?>[] {
            Services.class,
            AsyncServices.class,
            FlowServices.class,
            Service.class,
            ServiceSpec.class,
            GroupSpec.class,
            EndpointSpec.class,
            ServiceCodec.class,
            ServiceRequest.class
        }) {
            assertThat(Arrays.stream(type.getMethods()).map(Method::toGenericString))
                    .noneMatch(m -> m.contains(".internal."));
        }
    }

    private static Set<String> names(Set<String> signatures) {
        return signatures.stream()
                .map(s -> s.substring(0, s.indexOf('(')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> signatures(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(m -> Modifier.isAbstract(m.getModifiers()))
                .map(m -> Arrays.stream(m.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(",", m.getName() + "(", ")")))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
