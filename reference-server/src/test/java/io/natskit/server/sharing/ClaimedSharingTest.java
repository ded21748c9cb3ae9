// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.ImportOptions;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.AccountExport;
import io.natskit.wire.jwt.AccountImport;
import io.natskit.wire.jwt.ActivationClaims;
import io.natskit.wire.jwt.ExportKind;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaimedSharingTest {
    private static final long NOW = 1_700_000_000L;
    private static final NKey A = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey B = NKey.generate(NKeyKind.ACCOUNT);

    private static AccountClaims exporter(Map<String, Long> revocations) {
        return AccountClaims.builder(A.publicKey())
                .exports(List.of(AccountExport.stream("secret")
                        .tokenRequired(true)
                        .revocations(revocations)
                        .build()))
                .build();
    }

    private static AccountClaims importer(String token) {
        return AccountClaims.builder(B.publicKey())
                .imports(List.of(AccountImport.stream(A.publicKey(), "secret")
                        .token(token)
                        .build()))
                .build();
    }

    private static String token(@Nullable Instant expires) {
        ActivationClaims.Builder token = ActivationClaims.builder(B.publicKey(), ExportKind.STREAM, "secret");
        return (expires == null ? token : token.expires(expires)).sign(A, Instant.ofEpochSecond(NOW - 10));
    }

    private static List<String> imported(ClaimedSharing sharing) {
        return sharing.accounts().stream()
                .map(AccountOptions::imports)
                .flatMap(List::stream)
                .map(ImportOptions::subject)
                .toList();
    }

    @Test
    void a_token_counts_until_it_is_revoked_and_again_when_that_is_taken_back() {
        AccountClaims b = importer(token(null));

        assertThat(imported(new ClaimedSharing(List.of(exporter(Map.of()), b), NOW)))
                .containsExactly("secret");
        for (String whom : List.of(B.publicKey(), "*")) {
            assertThat(imported(new ClaimedSharing(List.of(exporter(Map.of(whom, NOW - 10)), b), NOW)))
                    .isEmpty();
            assertThat(imported(new ClaimedSharing(List.of(exporter(Map.of(whom, NOW - 11)), b), NOW)))
                    .containsExactly("secret");
        }
    }

    @Test
    void a_token_counts_until_it_ends_and_that_moment_is_known() {
        AccountClaims b = importer(token(Instant.ofEpochSecond(NOW + 5)));
        ClaimedSharing before = new ClaimedSharing(List.of(b, exporter(Map.of())), NOW);

        assertThat(imported(before)).containsExactly("secret");
        assertThat(before.nextExpirySecond()).isEqualTo(NOW + 5);
        assertThat(imported(new ClaimedSharing(List.of(b, exporter(Map.of())), NOW + 5)))
                .isEmpty();
    }

    @Test
    void an_exporter_that_is_not_known_or_subjects_that_do_not_fit_import_nothing() {
        AccountClaims unfit = AccountClaims.builder(B.publicKey())
                .imports(List.of(AccountImport.stream(A.publicKey(), "open.*")
                        .localSubject("x.$2")
                        .build()))
                .build();
        AccountClaims open = AccountClaims.builder(A.publicKey())
                .exports(List.of(AccountExport.stream("open.>").build()))
                .build();

        assertThat(imported(new ClaimedSharing(List.of(importer(token(null))), NOW)))
                .isEmpty();
        assertThat(imported(new ClaimedSharing(List.of(unfit, open), NOW))).isEmpty();
    }
}
