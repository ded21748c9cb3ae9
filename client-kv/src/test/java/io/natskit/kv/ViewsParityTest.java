// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

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
            "jetStream", "never waits, so the blocking form serves everybody");

    @ParameterizedTest
    @CsvSource({"Bucket, AsyncBucket", "KeyValue, AsyncKeyValue", "lease.Leases, lease.AsyncLeases"})
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
        Set<String> streams = Arrays.stream(FlowBucket.class.getMethods())
                .map(Method::getName)
                .filter(name -> !ALONE.containsKey(name))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(streams).containsExactly("history", "keys", "watch");
        assertThat(Arrays.stream(FlowKeyValue.class.getMethods())
                        .map(Method::getName)
                        .filter(name -> !ALONE.containsKey(name)))
                .containsExactlyInAnyOrder("bucketNames", "buckets");
    }

    @Test
    void what_waits_has_a_future_of_the_same() {
        for (Method async : AsyncBucket.class.getMethods()) {
            Arrays.stream(Bucket.class.getMethods())
                    .filter(m -> signature(m).equals(signature(async)))
                    .findAny()
                    .ifPresent(blocking -> assertThat(
                                    async.getGenericReturnType().getTypeName())
                            .as(signature(async))
                            .isIn(shapesOf(blocking.getGenericReturnType().getTypeName())));
        }
    }

    private static List<String> shapesOf(String blocking) {
        String boxed = blocking.equals("long") ? "java.lang.Long" : blocking;
        return List.of(
                blocking,
                blocking.replace("io.natskit.kv.Bucket<", "io.natskit.kv.AsyncBucket<"),
                "java.util.concurrent.CompletableFuture<" + boxed + ">",
                blocking.replace("java.lang.Iterable", "io.natskit.jetstream.Pages"));
    }

    @Test
    void the_api_mentions_nothing_internal() {
        for (Class<?> type : new Class<?>[] {
            KeyValue.class,
            AsyncKeyValue.class,
            Bucket.class,
            AsyncBucket.class,
            FlowBucket.class,
            CachedBucket.class,
            FlowKeyValue.class
        }) {
            assertThat(Arrays.stream(type.getMethods()).map(Method::toGenericString))
                    .noneMatch(m -> m.contains(".internal."));
        }
    }

    private static Set<String> signatures(String name) throws ClassNotFoundException {
        return Arrays.stream(Class.forName("io.natskit.kv." + name).getMethods())
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
