// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.wire.headers.Headers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What specs take and what they refuse, by value and expectation. */
class ServiceSpecsTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0", "1.2.3", "10.20.30-rc.1", "1.0.0-0a.x-y", "1.0.0+001", "1.0.0-a+b.c"})
    void semantic_versions_are_taken(String version) {
        assertThat(new ServiceSpec("s", version).version()).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2",
                "1.2.3.4",
                "01.2.3",
                "1.2.x",
                "v1.2.3",
                "1.2.3-",
                "1.2.3-01",
                "1.2.3+",
                "1.2.3-a..b",
                "1.2.3-\u00e9"
            })
    void other_versions_are_refused(String version) {
        assertThatThrownBy(() -> new ServiceSpec("s", version))
                .hasMessage("version: \"" + version + "\" (expected: a semantic version such as 1.0.0)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a.b", "a*", ">", "\u00e4"})
    void names_that_make_no_token_are_refused(String name) {
        assertThatThrownBy(() -> new ServiceSpec(name, "1.0.0")).hasMessageStartingWith("name: \"" + name + "\"");
        assertThatThrownBy(() -> new ServiceSpec("s", "1.0.0").endpoint(name, e -> e.handler(r -> {})))
                .hasMessageStartingWith("endpoint: \"" + name + "\"");
    }

    @Test
    void an_endpoint_has_one_handler() {
        ServiceSpec spec = new ServiceSpec("s", "1.0.0");
        assertThatThrownBy(() -> spec.endpoint("e", e -> {}))
                .hasMessage("endpoint \"e\": 0 handlers (expected: one of handler, asyncHandler, flowHandler)");
        assertThatThrownBy(() -> spec.endpoint("e", e -> e.handler(r -> {}).asyncHandler(r -> null)))
                .hasMessageContaining("2 handlers");
        assertThat(spec.endpoints().endpoints()).isEmpty();
    }

    @Test
    void values_out_of_range_are_refused() {
        List<Runnable> wrong = List.of(
                () -> new GroupSpec("a.>"),
                () -> new GroupSpec("a").queueGroup("a b"),
                () -> new ServiceSpec("s", "1.0.0").endpoint("e", e -> e.inFlightMax(0)),
                () -> new ServiceSpec("s", "1.0.0").endpoint("e", e -> e.subject("a..b")),
                () -> new ServiceSpec("s", "1.0.0").endpoint("e", e -> e.waitMax(Duration.ZERO)),
                () -> new CallSpec().attempts(0),
                () -> new CallSpec().timeout(Duration.ofMillis(-1)),
                () -> new GatherSpec().quorum(-1),
                () -> new DiscoverySpec().name("a.b"),
                () -> ServicesOptions.of(o -> o.prefix("")),
                () -> ServicesOptions.of(o -> o.prefix("a.>")));
        assertThat(wrong)
                .allSatisfy(w -> assertThatThrownBy(w::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("(expected: "));
    }

    @Test
    void error_headers_keep_the_others_and_one_line() {
        Headers headers = new ServiceError(404, "no\r\nsuch")
                .toHeaders(Headers.builder().add("a", "b").build());
        assertThat(headers.first("a")).isEqualTo("b");
        assertThat(headers.first(ServiceError.HEADER)).isEqualTo("no  such");
        assertThat(headers.first(ServiceError.CODE_HEADER)).isEqualTo("404");
    }
}
