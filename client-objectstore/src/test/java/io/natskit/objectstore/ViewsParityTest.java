// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the shapes by reflection. Whatever one has, the other has, or the reason stands here. */
class ViewsParityTest {
    private static final Map<String, String> ALONE = Map.of(
            "async", "leads to another shape",
            "flow", "leads to another shape",
            "blocking", "leads to another shape",
            "jetStream", "never waits, so the blocking form serves everybody",
            "open", "a reader is an InputStream or a channel; the other shapes read by Flow, range or copyTo");

    @ParameterizedTest
    @CsvSource({"ObjectStore, AsyncObjectStore", "ObjectStores, AsyncObjectStores"})
    void blocking_and_asynchronous_have_the_same_methods(String blocking, String async) throws Exception {
        Set<String> only = signatures(blocking);
        only.removeAll(signatures(async));
        only.removeIf(s -> ALONE.containsKey(s.substring(0, s.indexOf('('))));
        assertThat(only).isEmpty();
        Set<String> extra = signatures(async);
        extra.removeAll(signatures(blocking));
        extra.removeIf(s -> ALONE.containsKey(s.substring(0, s.indexOf('('))));
        assertThat(extra).isEmpty();
    }

    @Test
    void flow_has_what_comes_as_a_stream() {
        Set<String> streams = Arrays.stream(FlowObjectStore.class.getMethods())
                .map(Method::getName)
                .filter(name -> !ALONE.containsKey(name))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(streams).containsExactly("list", "put", "read", "watch", "writer");
        assertThat(Arrays.stream(FlowObjectStores.class.getMethods())
                        .map(Method::getName)
                        .filter(name -> !ALONE.containsKey(name)))
                .containsExactlyInAnyOrder("storeNames", "stores");
    }

    @Test
    void what_waits_has_a_future_of_the_same() {
        for (Method async : AsyncObjectStore.class.getMethods()) {
            Arrays.stream(ObjectStore.class.getMethods())
                    .filter(m -> signature(m).equals(signature(async)))
                    .findAny()
                    .ifPresent(blocking -> assertThat(
                                    async.getGenericReturnType().getTypeName())
                            .as(signature(async))
                            .isIn(shapesOf(blocking.getGenericReturnType().getTypeName())));
        }
    }

    private static List<String> shapesOf(String blocking) {
        String boxed = blocking.equals("void") ? "java.lang.Void" : blocking;
        return List.of(
                blocking,
                "java.util.concurrent.CompletableFuture<" + boxed + ">",
                blocking.replace("java.lang.Iterable", "io.natskit.jetstream.Pages"));
    }

    @Test
    void the_api_mentions_nothing_internal() {
        for (Class<?> type : new Class<?>[] {
            ObjectStores.class,
            AsyncObjectStores.class,
            FlowObjectStores.class,
            ObjectStore.class,
            AsyncObjectStore.class,
            FlowObjectStore.class,
            Upload.class,
            ObjectReader.class
        }) {
            assertThat(Arrays.stream(type.getMethods()).map(Method::toGenericString))
                    .noneMatch(m -> m.contains(".internal."));
        }
    }

    private static Set<String> signatures(String name) throws ClassNotFoundException {
        return Arrays.stream(Class.forName("io.natskit.objectstore." + name).getMethods())
                .filter(m -> Modifier.isAbstract(m.getModifiers()))
                .map(ViewsParityTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }
}
