// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.ClaimPermissions;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserTemplateTest {
    private static final AccountClaims ACCOUNT = AccountClaims.builder("AK")
            .name("acme")
            .tags(List.of("zone:1", "zone:2"))
            .build();

    private static ClaimPermissions filled(List<String> tags, List<String> allow, List<String> deny) {
        UserClaims user = UserClaims.builder("UK")
                .name("ada")
                .issuerAccount("AK")
                .tags(tags)
                .build();
        UserRules template = UserRules.builder()
                .permissions(ClaimPermissions.ALL.publish(allow, deny))
                .build();
        return new UserTemplate(user, ACCOUNT).fill(template).permissions();
    }

    @Test
    void names_and_keys_are_filled_in() {
        assertThat(filled(
                                List.of(),
                                List.of(
                                        "{{name()}}.{{SUBJECT()}}",
                                        "{{account-name()}}.{{ account-subject() }}",
                                        "plain"),
                                List.of())
                        .publishAllow())
                .containsExactly("ada.UK", "acme.AK", "plain");
    }

    @Test
    void tags_of_several_values_give_each_combination() {
        assertThat(filled(List.of("t:a", "t:b"), List.of("{{tag(t)}}.{{account-tag(zone)}}"), List.of())
                        .publishAllow())
                .containsExactlyInAnyOrder("a.1", "a.2", "b.1", "b.2");
    }

    @Test
    void what_comes_to_nothing_denies_everything() {
        ClaimPermissions filled = filled(List.of(), List.of("x.{{tag(t)}}"), List.of());

        assertThat(filled.publishAllow()).isEmpty();
        assertThat(filled.publishDeny()).containsExactly(">");
    }

    @Test
    void a_denied_subject_that_cannot_be_filled_in_refuses_the_user() {
        assertThatThrownBy(() -> filled(List.of(), List.of(), List.of("x.{{tag(t)}}")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> filled(List.of(), List.of("x.{{nothing()}}"), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_name_that_would_widen_the_subject_is_taken_as_nats_server_takes_it_and_one_with_blanks_is_dropped() {
        UserClaims user = UserClaims.builder("UK").name("a b").build();
        UserRules template = UserRules.builder()
                .permissions(ClaimPermissions.ALL.publish(List.of("x.{{name()}}", "y"), List.of()))
                .build();

        assertThat(new UserTemplate(user, ACCOUNT).fill(template).permissions().publishAllow())
                .containsExactly("y");
    }

    @Test
    void combinations_are_bounded() {
        List<String> tags = IntStream.range(0, 100).mapToObj(i -> "t:" + i).toList();

        assertThatThrownBy(() -> filled(tags, List.of("{{tag(t)}}.{{tag(t)}}.{{tag(t)}}.{{tag(t)}}"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4096");
    }
}
