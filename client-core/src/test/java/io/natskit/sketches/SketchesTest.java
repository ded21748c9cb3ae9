// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.sketches;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The APIs to come keep their shapes in step before they exist. */
class SketchesTest {

    /** Names that one shape has alone, with the reason. */
    private static final Map<String, String> ALONE = Map.ofEntries(
            Map.entry("async", "leads to another shape"),
            Map.entry("flow", "leads to another shape"),
            Map.entry("connection", "the shape of the connection beneath"),
            Map.entry("open", "a reader is an InputStream; the other shapes read by Flow or copyTo"));

    @ParameterizedTest
    @CsvSource({
        "StoresSketch$Bucket,      StoresSketch$AsyncBucket",
        "StoresSketch$ObjectStore, StoresSketch$AsyncObjectStore"
    })
    void blocking_and_asynchronous_have_the_same_methods(String blocking, String async) throws Exception {
        Set<String> only = signatures(blocking);
        only.removeAll(signatures(async));
        only.removeIf(s -> ALONE.containsKey(s.substring(0, s.indexOf('('))));
        assertThat(only).isEmpty();
        Set<String> extra = signatures(async);
        extra.removeAll(signatures(blocking));
        assertThat(extra).isEmpty();
    }

    @Test
    void the_sketches_stand_on_the_public_api_alone() {
        for (Class<?> sketch : new Class<?>[] {StoresSketch.class}) {
            for (Class<?> nested : sketch.getDeclaredClasses()) {
                assertThat(Arrays.stream(nested.getMethods()).map(Method::toGenericString))
                        .noneMatch(m -> m.contains(".internal."));
            }
        }
    }

    private static Set<String> signatures(String name) throws ClassNotFoundException {
        return Arrays.stream(Class.forName("io.natskit.sketches." + name).getMethods())
                .map(m -> Arrays.stream(m.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(",", m.getName() + "(", ")")))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
