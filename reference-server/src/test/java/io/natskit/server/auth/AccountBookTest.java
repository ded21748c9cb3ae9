// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.config.OperatorOptions;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.AccountImport;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccountBookTest {
    private static final NKey OPERATOR = NKey.generate(NKeyKind.OPERATOR);
    private static final String A = NKey.generate(NKeyKind.ACCOUNT).publicKey();
    private static final String B = NKey.generate(NKeyKind.ACCOUNT).publicKey();
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private final Told told = new Told();
    private final AccountBook book = new AccountBook(
            new TrustedOperators(OperatorOptions.builder()
                    .trustedKeys(List.of(OPERATOR.publicKey()))
                    .build()),
            resolver(account(A), account(B)),
            told,
            () -> NOW);

    /** Whom the book tells of changes, in words. */
    private static final class Told implements AccountBook.Listener {
        private final List<String> words = new ArrayList<>();

        @Override
        public void changing(AccountClaims claims, @Nullable AccountClaims before) {
            words.add((before == null ? "new " : "changing ") + name(claims));
        }

        @Override
        public void changed(AccountClaims claims, AccountClaims before) {
            words.add("changed " + name(claims));
        }

        @Override
        public void removed(AccountClaims claims) {
            words.add("removed " + name(claims));
        }

        @Override
        public void expelled(AccountClaims claims) {
            words.add("expelled " + name(claims));
        }

        @Override
        public void settled(List<AccountClaims> all) {
            words.add("settled " + all.stream().map(Told::name).sorted().toList());
        }

        private static String name(AccountClaims claims) {
            return claims.subject().equals(A) ? "A" : "B";
        }
    }

    private static AccountClaims.Builder account(String key) {
        return AccountClaims.builder(key);
    }

    private static MemoryResolver resolver(AccountClaims.Builder... accounts) {
        Map<String, String> tokens = new HashMap<>();
        for (AccountClaims.Builder one : accounts) {
            tokens.put(one.build().subject(), one.sign(OPERATOR));
        }
        return new MemoryResolver(tokens);
    }

    private void know(String... accounts) throws IOException {
        for (String one : accounts) {
            book.lookup(one);
        }
        told.words.clear();
    }

    @Test
    void one_whose_new_claims_are_bad_is_taken_from_those_who_work_in_its_name() throws IOException {
        know(A, B);
        assertThat(book.reload(resolver(
                        account(A).expires(NOW.minusSeconds(1)), account(B).name("b"))))
                .containsExactly(A);
        assertThat(told.words)
                .containsExactlyInAnyOrder("removed A", "changing B", "changed B", "settled [B]")
                .endsWith("settled [B]");
        assertThat(book.known(A)).isNull();
    }

    @Test
    void one_that_is_there_no_more_is_taken_from_them_too() throws IOException {
        know(A);
        assertThat(book.reload(resolver())).containsExactly(A);
        assertThat(told.words).containsExactly("removed A", "settled []");
    }

    @Test
    void a_reload_settles_once_whatever_the_number_of_accounts() throws IOException {
        know(A, B);
        assertThat(book.reload(resolver(account(A).name("a"), account(B).name("b"))))
                .isEmpty();
        assertThat(told.words).containsOnlyOnce("settled [A, B]").hasSize(5);
    }

    @Test
    void what_somebody_imports_of_now_is_known_when_it_settles() throws IOException {
        know(A);
        AccountClaims.Builder importer =
                account(A).imports(List.of(AccountImport.stream(B, "prices").build()));
        assertThat(book.reload(resolver(importer, account(B)))).isEmpty();
        assertThat(told.words).containsExactly("changing A", "changed A", "new B", "settled [A, B]");
    }

    @Test
    void who_is_taken_away_has_to_leave_where_nobody_judges_anew() throws IOException {
        know(A, B);
        book.remove(A);
        assertThat(told.words).containsExactly("removed A", "expelled A", "settled [B]");
        book.remove(A);
        assertThat(told.words).hasSize(3);
    }
}
