// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharingCheckTest {
    private static AccountOptions account(String name, List<ExportOptions> exports, List<ImportOptions> imports) {
        return AccountOptions.builder()
                .name(name)
                .exports(exports)
                .imports(imports)
                .build();
    }

    private static List<String> problems(AccountOptions... accounts) {
        List<String> problems = new ArrayList<>();
        new SharingCheck(List.of(accounts), false, problems).run();
        return problems;
    }

    private static ExportOptions service(String subject) {
        return ExportOptions.service(subject).build();
    }

    @Test
    void requests_that_would_come_back_are_refused_and_others_are_not() {
        assertThat(problems(
                        account(
                                "A",
                                List.of(service("a")),
                                List.of(ImportOptions.service("B", "b").to("a"))),
                        account(
                                "B",
                                List.of(service("b")),
                                List.of(ImportOptions.service("C", "c").to("b"))),
                        account(
                                "C",
                                List.of(service("c")),
                                List.of(ImportOptions.service("A", "a").to("c")))))
                .contains("Error adding service import \"b\": import forms a cycle");
        assertThat(problems(
                        account(
                                "A",
                                List.of(service("a")),
                                List.of(ImportOptions.service("B", "x").to("y"))),
                        account(
                                "B",
                                List.of(service("x")),
                                List.of(ImportOptions.service("A", "a").to("x")))))
                .as("it ends at a")
                .isEmpty();
    }

    @Test
    void what_is_not_exported_or_for_others_is_not_imported() {
        ExportOptions own =
                ExportOptions.stream("own.*").accountTokenPosition(2).build();
        ExportOptions forC = ExportOptions.stream("c").accounts(List.of("C")).build();

        assertThat(problems(
                        account("A", List.of(own, forC), List.of()),
                        account(
                                "B",
                                List.of(),
                                List.of(
                                        ImportOptions.stream("A", "own.B"),
                                        ImportOptions.stream("A", "own.C"),
                                        ImportOptions.stream("A", "own.*"),
                                        ImportOptions.stream("A", "c"),
                                        ImportOptions.stream("A", "other"),
                                        ImportOptions.stream("Z", "c")))))
                .containsExactlyInAnyOrder(
                        "Error adding stream import \"own.C\": stream import not authorized",
                        "Error adding stream import \"own.*\": stream import not authorized",
                        "Error adding stream import \"c\": stream import not authorized",
                        "Error adding stream import \"other\": stream import not authorized",
                        "Error adding stream import \"c\": \"Z\" account not defined for stream import",
                        "\"C\" account not defined for stream export");
    }

    @Test
    void an_account_token_must_be_where_a_wildcard_is() {
        assertThat(problems(account(
                        "A",
                        List.of(
                                ExportOptions.stream("a.*")
                                        .accountTokenPosition(2)
                                        .build(),
                                ExportOptions.stream("b.*")
                                        .accountTokenPosition(1)
                                        .build(),
                                ExportOptions.stream("c.*")
                                        .accountTokenPosition(3)
                                        .build()),
                        List.of())))
                .hasSize(2);
    }
}
