// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.server.auth.Identity;
import io.natskit.server.auth.Permissions;
import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.subject.Matches;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccountsTest {
    @Test
    void the_global_and_the_system_account_are_always_there() {
        Accounts<String> accounts = new Accounts<>(ServerOptions.builder().build());
        assertThat(accounts.all()).extracting(Account::name).containsExactly("$G", "$SYS");
        assertThat(Objects.requireNonNull(accounts.system()).isSystem()).isTrue();
        assertThat(accounts.global().isSystem()).isFalse();
        assertThat(accounts.find("$G")).isSameAs(accounts.global());
        assertThat(accounts.find("A")).isNull();
    }

    @Test
    void the_system_account_may_be_named_or_left_out() {
        AccountOptions mine = AccountOptions.builder().name("MINE").build();
        Accounts<String> named = new Accounts<>(ServerOptions.builder()
                .accounts(List.of(mine))
                .systemAccount("MINE")
                .build());
        assertThat(named.all()).extracting(Account::name).containsExactly("$G", "MINE");
        assertThat(named.system()).isSameAs(named.find("MINE"));
        Accounts<String> without =
                new Accounts<>(ServerOptions.builder().noSystemAccount(true).build());
        assertThat(without.system()).isNull();
        assertThat(without.find("$SYS")).isNull();
    }

    @Test
    void what_is_of_interest_in_one_account_is_not_in_another() {
        Accounts<String> accounts = new Accounts<>(ServerOptions.builder()
                .accounts(List.of(AccountOptions.builder().name("A").build()))
                .build());
        Account<String> a = accounts.of(new Identity("A", "u", Permissions.ALL));
        byte[] subject = "s".getBytes(StandardCharsets.US_ASCII);
        a.interest().insert(subject, null, "sub");
        Matches<String> matches = new Matches<>();
        accounts.global().interest().match(subject, 0, 1, matches);
        assertThat(matches.isEmpty()).isTrue();
        a.interest().match(subject, 0, 1, matches);
        assertThat(matches.plain(0)).isEqualTo("sub");
        assertThat(a.subscriptionCount()).isEqualTo(1);
        assertThat(accounts.global().subscriptionCount()).isZero();
    }

    @Test
    void connections_are_counted_up_to_the_limit_by_many_threads() {
        Account<String> account = account(AccountOptions.builder().name("A").maxConnections(100));
        long in = IntStream.range(0, 1_000)
                .parallel()
                .filter(i -> account.tryConnect())
                .count();
        assertThat(in).isEqualTo(100);
        assertThat(account.connectionCount()).isEqualTo(100);
        account.disconnected();
        assertThat(account.tryConnect()).isTrue();
        assertThat(account.tryConnect()).isFalse();
    }

    @Test
    void a_limit_of_nothing_lets_nobody_in_and_none_lets_everybody() {
        assertThat(account(AccountOptions.builder().name("A").maxConnections(0)).tryConnect())
                .isFalse();
        assertThat(account(AccountOptions.builder().name("A")).tryConnect()).isTrue();
    }

    @Test
    void counting_out_more_than_came_in_is_a_broken_invariant() {
        Account<String> account = account(AccountOptions.builder().name("A"));
        assertThatThrownBy(account::disconnected).isInstanceOf(AssertionError.class);
    }

    @Test
    void the_smaller_of_two_limits_holds() {
        Account<String> free = account(AccountOptions.builder().name("A"));
        assertThat(free.maxSubscriptionsPerConnection(0)).isEqualTo(-1);
        assertThat(free.maxSubscriptionsPerConnection(5)).isEqualTo(5);
        assertThat(free.maxPayloadBytes(1024)).isEqualTo(1024);
        Account<String> tight =
                account(AccountOptions.builder().name("A").maxSubscriptions(3).maxPayloadBytes(2));
        assertThat(tight.maxSubscriptionsPerConnection(0)).isEqualTo(3);
        assertThat(tight.maxSubscriptionsPerConnection(5)).isEqualTo(3);
        assertThat(tight.maxSubscriptionsPerConnection(1)).isEqualTo(1);
        assertThat(tight.maxPayloadBytes(1024)).isEqualTo(2);
    }

    @Test
    void an_identity_of_an_unknown_account_is_a_broken_invariant() {
        Accounts<String> accounts = new Accounts<>(ServerOptions.builder().build());
        assertThatThrownBy(() -> accounts.of(new Identity("A", null, Permissions.ALL)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("A");
    }

    private static Account<String> account(AccountOptions.Builder options) {
        ServerOptions server =
                ServerOptions.builder().accounts(List.of(options.build())).build();
        return Objects.requireNonNull(
                new Accounts<String>(server).find(options.build().name()));
    }
}
