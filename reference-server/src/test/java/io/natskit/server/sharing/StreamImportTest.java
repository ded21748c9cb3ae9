// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.account.Account;
import io.natskit.server.account.Accounts;
import io.natskit.server.config.ImportOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.router.Subscription;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamImportTest {
    private static final Account<Subscription> EXPORTER =
            new Accounts<Subscription>(ServerOptions.builder().build()).global();

    private static StreamImport imported(String from, String to) {
        return new StreamImport(
                EXPORTER, "importer", ImportOptions.stream("A", from).to(to));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "a.>, a.>, a.b, a.b",
                "a.>, a.>, a.>, a.>",
                "a.>, a.>, >, a.>",
                "a.>, a.>, *.b, a.b",
                "a.>, a.>, *.*.c, a.*.c",
                "a.>, a.>, b.>, -",
                "a.>, a.>, b, -",
                "a.*.c, a.*.c, a.b.*, a.b.c",
                "a.*.c, a.*.c, *.b.>, a.b.c",
                "a.*.c, a.*.c, a.*.d, -",
                "a, p.a, p.a, a",
                "a, p.a, p.*, a",
                "a, p.a, a, -",
                "a.>, p.a.>, p.a.b, a.b",
                "a.>, p.a.>, p.*.b, a.b",
                "x.*.*, y.$2.$1, y.1.2, x.2.1",
                "x.*.*, y.$2.$1, y.1.*, x.*.1",
                "x.*.*, y.$2.$1, y.*.*, x.*.*",
                "x.*.*, y.$2.$1, *.1.>, x.*.1",
            })
    void a_subscription_here_becomes_one_at_the_exporter(String from, String to, String here, String there) {
        assertThat(imported(from, to).patternFor(here)).isEqualTo(there);
    }

    @ParameterizedTest
    @CsvSource({"a.>, p.a.>, a.b.c, p.a.b.c", "x.*.*, y.$2.$1, x.1.2, y.2.1", "a, b, a, b"})
    void a_message_gets_the_name_that_it_has_here(String from, String to, String there, String here) {
        byte[] subject = there.getBytes(StandardCharsets.UTF_8);

        assertThat(new String(imported(from, to).renamed(subject, 0, subject.length), StandardCharsets.UTF_8))
                .isEqualTo(here);
    }
}
