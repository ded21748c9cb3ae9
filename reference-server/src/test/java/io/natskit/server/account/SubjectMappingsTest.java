// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.server.config.MappingOptions;
import io.natskit.server.subject.InvalidTransformException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubjectMappingsTest {
    private static @Nullable String map(int drawn, String subject, MappingOptions... destinations) {
        return map("a.*", drawn, subject, destinations);
    }

    private static @Nullable String map(String source, int drawn, String subject, MappingOptions... destinations) {
        SubjectMappings mappings = SubjectMappings.of(Map.of(source, List.of(destinations)), bound -> drawn);
        assertThat(mappings).isNotNull();
        byte[] bytes = subject.getBytes(StandardCharsets.UTF_8);
        byte[] to = mappings.map(bytes, 0, bytes.length);
        return to == null ? null : new String(to, StandardCharsets.UTF_8);
    }

    private static MappingOptions share(String destination, int weight) {
        return new MappingOptions(destination, weight, "");
    }

    @Test
    void one_of_the_destinations_is_chosen_by_weight_the_lightest_first() {
        MappingOptions[] both = {share("heavy.$1", 70), share("light.$1", 30)};

        assertThat(map(0, "a.x", both)).isEqualTo("light.x");
        assertThat(map(29, "a.x", both)).isEqualTo("light.x");
        assertThat(map(30, "a.x", both)).isEqualTo("heavy.x");
        assertThat(map(99, "a.x", both)).isEqualTo("heavy.x");
        assertThat(map(0, "b.x", both)).isNull();
    }

    @Test
    void what_is_left_keeps_its_subject_or_is_lost_where_the_source_is_a_destination() {
        assertThat(map(0, "a.x", share("b.$1", 20))).isEqualTo("b.x");
        assertThat(map(20, "a.x", share("b.$1", 20))).isEqualTo("a.x");
        assertThat(map("a.>", 20, "a.x", share("b.>", 20), share("a.>", 30))).isEqualTo("a.x");
        assertThat(map("a.>", 50, "a.x", share("b.>", 20), share("a.>", 30))).isEmpty();
    }

    @Test
    void what_is_for_a_cluster_is_not_for_a_server_alone() {
        assertThat(map(0, "a.x", new MappingOptions("b.$1", 100, "C1"))).isEqualTo("a.x");
    }

    @Test
    void the_first_source_that_matches_counts() {
        Map<String, List<MappingOptions>> all = new LinkedHashMap<>();
        all.put("a.b", List.of(MappingOptions.to("first")));
        all.put("a.>", List.of(MappingOptions.to("second.>")));
        SubjectMappings mappings = SubjectMappings.of(all);
        assertThat(mappings).isNotNull();
        byte[] subject = "a.b".getBytes(StandardCharsets.UTF_8);

        assertThat(mappings.map(subject, 0, subject.length))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("first");
        assertThat(SubjectMappings.of(Map.of())).isNull();
    }

    @Test
    void a_destination_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> SubjectMappings.of(Map.of("a", List.of(MappingOptions.to("b.{{nothing(1)}}")))))
                .isInstanceOf(InvalidTransformException.class);
    }
}
