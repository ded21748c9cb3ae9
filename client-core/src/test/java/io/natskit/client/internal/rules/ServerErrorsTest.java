// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.client.AuthenticationException;
import io.natskit.client.PermissionException;
import io.natskit.client.ServerErrorException;
import io.natskit.client.ServerErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerErrorsTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {
                "'Authorization Violation',                   AUTHORIZATION_VIOLATION, true",
                "'Authentication Timeout',                    AUTHENTICATION_TIMEOUT, true",
                "'User Authentication Expired',               USER_AUTHENTICATION_EXPIRED, true",
                "'User Authentication Revoked',               USER_AUTHENTICATION_REVOKED, true",
                "'Account Authentication Expired',            ACCOUNT_AUTHENTICATION_EXPIRED, true",
                "'maximum connections exceeded',              MAXIMUM_CONNECTIONS, true",
                "'maximum account active connections exceeded', MAXIMUM_ACCOUNT_CONNECTIONS, true",
                "'maximum subscriptions exceeded',            MAXIMUM_SUBSCRIPTIONS, false",
                "'Maximum Payload Violation',                 MAXIMUM_PAYLOAD, true",
                "'maximum control line exceeded',             MAXIMUM_CONTROL_LINE, true",
                "'Stale Connection',                          STALE_CONNECTION, true",
                "'Slow Consumer (Pending Bytes)',             SLOW_CONSUMER, true",
                "'Secure Connection - TLS Required',          SECURE_CONNECTION_REQUIRED, true",
                "'Unknown Protocol Operation',                PARSER_ERROR, true",
                "'Parser Error',                              PARSER_ERROR, true",
                "'Invalid Subject',                           INVALID_SUBJECT, false",
                "'Invalid Publish Subject',                   INVALID_SUBJECT, false",
                "'Connection throttling is active. Please try again later.', CONNECTION_THROTTLING, true",
                "'Server Shutdown',                           SERVER_SHUTDOWN, true",
                "'invalid client protocol',                   UNSUPPORTED, true",
                "'Something of tomorrow',                     OTHER, false",
            })
    void texts_have_kinds(String text, ServerErrorKind kind, boolean fatal) {
        ServerErrorException error = ServerErrors.of(text);
        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.kind().fatal()).isEqualTo(fatal);
        assertThat(error.text()).isEqualTo(text.substring(1, text.length() - 1));
        assertThat(error instanceof AuthenticationException)
                .isEqualTo(kind.name().startsWith("A") || kind.name().startsWith("USER"));
    }

    @Test
    void a_refused_publish_names_its_subject() {
        PermissionException p = permission("'Permissions Violation for Publish to \"a.b\"'");
        assertThat(p.action()).isEqualTo(PermissionException.Action.PUBLISH);
        assertThat(p.subject()).isEqualTo("a.b");
        assertThat(p.queueGroup()).isEmpty();
        assertThat(permission("'Permissions Violation for Publish with Reply of \"x.y\"'")
                        .subject())
                .isEqualTo("x.y");
    }

    @Test
    void a_refused_subscription_names_its_subject_and_queue_group() {
        PermissionException plain = permission("'Permissions Violation for Subscription to \"a.>\"'");
        assertThat(plain.action()).isEqualTo(PermissionException.Action.SUBSCRIBE);
        assertThat(plain.subject()).isEqualTo("a.>");
        PermissionException queue = permission("'Permissions Violation for Subscription to \"a\" using queue \"q\"'");
        assertThat(queue.queueGroup()).contains("q");
        PermissionException reloaded =
                permission("'Permissions Violation for Subscription to \"a\" using queue \"q\" (sid \"7\")'");
        assertThat(reloaded.subject()).isEqualTo("a");
        assertThat(reloaded.queueGroup()).contains("q");
        assertThat(permission("'Permissions Violation for Subscription to \"a.b.c\", too many tokens'")
                        .subject())
                .isEqualTo("a.b.c");
    }

    @Test
    void go_quotes_are_undone() {
        assertThat(permission("Permissions Violation for Publish to \"a\\\"b\\\\c\"")
                        .subject())
                .isEqualTo("a\"b\\c");
    }

    @Test
    void a_broken_permission_text_is_just_an_error() {
        for (String text : new String[] {
            "Permissions Violation",
            "Permissions Violation for Publish to ",
            "Permissions Violation for Publish to \"unended",
            "''",
            "'",
            ""
        }) {
            assertThat(ServerErrors.of(text).kind()).isEqualTo(ServerErrorKind.OTHER);
        }
    }

    private static PermissionException permission(String text) {
        ServerErrorException error = ServerErrors.of(text);
        assertThat(error).isInstanceOf(PermissionException.class);
        return (PermissionException) error;
    }
}
