// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.target.ServerProgram;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Configuration files as a program reads them: checks, errors with their place, includes, variables. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#programs")
class ConfigFileIT implements Judged {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final ProgramTarget target;

    @TempDir
    Path folder;

    ConfigFileIT(ProgramTarget target) {
        this.target = target;
    }

    @Override
    public ProgramTarget target() {
        return target;
    }

    private record Ended(int code, String message) {}

    private Ended run(List<String> flags) {
        ServerProgram program = target.run(folder, flags);
        int code = program.awaitExit(SOON);
        // ours shows the line beneath, with a caret
        String message = program.log().replaceFirst("^\\S+: ", "").split("\n\n", 2)[0];
        return new Ended(code, message.strip());
    }

    private Ended check(String text) {
        write("c.conf", text);
        return run(List.of("-t", "-c", "c.conf"));
    }

    private void write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refused(SoftAssertions softly, Ended ended, String message) {
        softly.assertThat(ended.message()).isEqualTo(message);
        softly.assertThat(ended.code()).as(message).isEqualTo(1);
    }

    @Test
    @Rows("CF-05")
    void a_good_file_is_called_valid_with_its_digest() {
        Ended ended = check("port: 4222\n");

        assertThat(ended.code()).isZero();
        assertThat(ended.message())
                .isEqualTo("configuration file c.conf is valid"
                        + " (sha256:797533ebd0dfba7d34a0f9337ecf147e442871f48ddfd07ed751575a5737267e)");
    }

    @Test
    @Rows("CF-05")
    void the_digest_is_of_the_values_not_of_the_text() {
        Ended spaced = check("# a comment\nport   =   4222 ;\n");

        assertThat(spaced.message()).contains("797533ebd0dfba7d34a0f9337ecf147e442871f48ddfd07ed751575a5737267e");
    }

    @Test
    @Rows("CF-05")
    void a_check_without_a_file_says_what_is_missing() {
        assertSoftly(softly -> refused(
                softly, run(List.of("-t")), "must specify [-c, --config] option to check configuration file syntax"));
    }

    @Test
    @Rows("CF-05")
    void a_file_that_is_not_there_is_named() {
        assertSoftly(softly ->
                refused(softly, run(List.of("-c", "missing.conf")), "open missing.conf: no such file or directory"));
    }

    @Test
    @Rows({"CF-05", "CF-06", "CF-09", "CF-11"})
    void errors_say_where_they_are() {
        assertSoftly(softly -> {
            refused(softly, check("bogus: 1\n"), "c.conf:1:0: unknown field \"bogus\"");
            refused(
                    softly,
                    check("port: 4222\nserver_name: \"a b\"\n"),
                    "c.conf:2:1: server name cannot contain spaces");
            refused(softly, check("max_sub_tokens: 300"), "c.conf:1:0: max_sub_tokens value is too big");
            refused(softly, check("accounts { $G { users=[] } }"), "c.conf:1:11: \"$G\" is a Reserved Account");
            refused(
                    softly,
                    check("authorization {users=[{user:a,password:b},{user:a,password:c}]}"),
                    "c.conf:1:0: Duplicate user \"a\" detected");
        });
    }

    @Test
    @Rows({"CF-05", "CF-21", "AU-10"})
    void errors_of_resolvers_say_what_is_wrong() {
        write("file", "");
        assertSoftly(softly -> {
            refused(softly, check("resolver: { type: full, dir: j, ttl: 1s }"), "c.conf:1:0: FULL does not accept ttl");
            refused(
                    softly,
                    check("resolver: { type: full, dir: j, hard_delete: true }"),
                    "c.conf:1:0: hard_delete has no effect without delete");
            refused(
                    softly,
                    check("resolver: { type: cache, dir: j, interval: '1m' }"),
                    "c.conf:1:0: CACHE does not accept sync");
            refused(
                    softly,
                    check("resolver: { type: cache, dir: j, allow_delete: true }"),
                    "c.conf:1:0: CACHE does not accept allow_delete");
            refused(
                    softly,
                    check("resolver: { type: cache, dir: j, hard_delete: true }"),
                    "c.conf:1:0: CACHE does not accept hard_delete");
            refused(
                    softly,
                    check("resolver: { type: full, dir: j, timeout: '-1s' }"),
                    "c.conf:1:0: Fetch timeout -1s is too smal");
            softly.assertThat(check("resolver: { type: full }").message())
                    .contains("dir has no value and needs to point to a directory");
            softly.assertThat(check("resolver: { type: full, dir: file }").message())
                    .contains("dir needs to point to an accessible directory");
            refused(
                    softly,
                    check("resolver: { type: heap }"),
                    "c.conf:1:0: error parsing account resolver, should be MEM or  URL(\"url\") or a map containing dir"
                            + " and type state=[FULL|CACHE])");
        });
    }

    @Test
    @Rows({"CF-05", "CF-09", "AU-11"})
    void errors_of_auth_callouts_say_what_is_wrong() {
        String issuer = NKey.generate(NKeyKind.ACCOUNT).publicKey();
        assertSoftly(softly -> {
            refused(
                    softly,
                    check("authorization { auth_callout { issuer: X, users: [a] } }"),
                    "c.conf:1:31: Expected callout user to be a valid public account nkey, got \"X\"");
            softly.assertThat(check("authorization { auth_callout { users: [a] } }")
                            .message())
                    .endsWith("Authorization callouts require an issuer to be specified");
            softly.assertThat(check("authorization { auth_callout { issuer: " + issuer + " } }")
                            .message())
                    .endsWith("Authorization callouts require authorized users to be specified");
            softly.assertThat(
                            check("authorization { auth_callout { xkey: X } }").message())
                    .endsWith("Expected callout xkey to be a valid public xkey, got \"X\"");
            softly.assertThat(check("authorization { auth_callout { bogus: 1, issuer: " + issuer + ", users: [a] } }")
                            .message())
                    .endsWith("Unknown field \"bogus\" parsing authorization callout");
            softly.assertThat(check("authorization { auth_callout { issuer: " + issuer
                                    + ", users: [a], allowed_accounts: [NONE] } }")
                            .message())
                    .contains("auth_callout allowed account \"NONE\" not found in configured accounts");
        });
    }

    @Test
    @Rows({"CF-05", "CF-22", "AU-19"})
    void errors_of_proxies_say_what_is_wrong() {
        assertSoftly(softly -> {
            refused(softly, check("proxies { bogus: 1 }"), "c.conf:1:10: unknown field \"bogus\"");
            refused(softly, check("proxies: 1"), "c.conf:1:0: expected proxies to be a map/struct, got int64");
            softly.assertThat(check("proxies { trusted: 1 }").message())
                    .endsWith("expected proxies' trusted field to be an array, got int64");
            softly.assertThat(check("proxies { trusted: [ 1 ] }").message())
                    .endsWith("expected proxies' trusted entry to be a map/struct, got int64");
            softly.assertThat(check("proxies { trusted: [ {key: N} ] }").message())
                    .endsWith("invalid proxy key \"N\"");
        });
    }

    @Test
    @Rows("CF-02")
    void a_duration_without_a_unit_is_reported() {
        assertThat(check("ping_interval: 5\n").message())
                .isEqualTo("c.conf:1:0: invalid use of field \"ping_interval\":"
                        + " ping_interval should be converted to a duration");
    }

    @Test
    @Rows("CF-03")
    void a_variable_without_a_value_is_an_error() {
        assertSoftly(softly ->
                refused(softly, check("\n\n\na: $NOPE\n"), "variable reference for 'NOPE' on line 4 can not be found"));
    }

    @Test
    @Rows("CF-05")
    void contradictions_show_at_the_start_only() {
        String text = "max_payload: 2mb\nmax_pending: 1mb\n";
        assertThat(check(text).code()).isZero();

        assertSoftly(softly -> refused(
                softly,
                run(List.of("-c", "c.conf", "-a", "127.0.0.1", "-p", "-1")),
                "max_payload (2097152) cannot be higher than max_pending (1048576)"));
    }

    @Test
    @Rows({"CF-05", "CF-11"})
    void a_no_auth_user_that_does_not_exist_ends_the_start() {
        write("c.conf", "no_auth_user: x\n");

        assertSoftly(softly -> refused(
                softly,
                run(List.of("-c", "c.conf", "-a", "127.0.0.1", "-p", "-1")),
                "no_auth_user: \"x\" present, but users/nkeys are not defined"));
    }

    @Test
    @Rows("CF-04")
    void includes_are_relative_to_the_including_file_and_the_last_key_wins() {
        write("sub/one.conf", "server_name: one\ninclude ./two.conf\n");
        write("sub/two.conf", "max_payload: 222\n");
        try (ServerProgram server = startReady("max_payload: 1\ninclude 'sub/one.conf'\n");
                Peer peer = Peer.dial(server)) {
            assertThat(peer.info()).containsEntry("server_name", "one").containsEntry("max_payload", 222L);
        }
    }

    @Test
    @Rows("CF-04")
    void an_include_may_stand_within_a_block() {
        write("users.conf", "users = [ { user: inc, password: p } ]\n");
        try (ServerProgram server = startReady("authorization {\n  include ./users.conf\n}\n");
                Peer peer = Peer.login(server, 0, ",\"user\":\"inc\",\"pass\":\"p\"")) {
            peer.fence();
        }
    }

    @Test
    @Rows("CF-03")
    void variables_are_looked_for_in_the_blocks_outward_and_then_in_the_environment() {
        String home = System.getenv("HOME");
        String text =
                "N: outer\nserver_name: $N\nauthorization {\n  N: inner\n  users = [ { user: $N, password: $HOME } ]\n}\n";
        try (ServerProgram server = startReady(text);
                Peer peer = Peer.login(server, 0, ",\"user\":\"inner\",\"pass\":\"" + home + "\"")) {
            peer.fence();
        }
    }

    private ServerProgram startReady(String text) {
        write("c.conf", text);
        ServerProgram program = target.run(folder, List.of("-c", "c.conf", "-a", "127.0.0.1", "-p", "-1"));
        program.awaitReady();
        return program;
    }
}
