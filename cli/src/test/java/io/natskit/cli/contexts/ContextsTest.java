// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.contexts;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.Ran;
import io.natskit.wire.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The contexts, without a server. */
class ContextsTest {
    @TempDir
    private Path folder;

    private Ran natskit(String... args) {
        return Ran.natskit(Map.of("XDG_CONFIG_HOME", folder.toString()), args);
    }

    @Test
    void a_context_is_written_as_the_nats_command_line_writes_it() throws IOException {
        natskit(
                        "context",
                        "add",
                        "hub",
                        "-s",
                        "nats://h:1",
                        "--user",
                        "ada",
                        "--password",
                        "pw",
                        "--js-domain",
                        "d",
                        "--description",
                        "the hub",
                        "--select")
                .well();
        JsonObject json = JsonObject.parse(Files.readAllBytes(folder.resolve("nats/context/hub.json")));
        assertThat(json.names())
                .containsExactly(
                        "name",
                        "description",
                        "url",
                        "socks_proxy",
                        "token",
                        "user",
                        "password",
                        "creds",
                        "nkey",
                        "cert",
                        "key",
                        "ca",
                        "nsc",
                        "jetstream_domain",
                        "jetstream_api_prefix",
                        "jetstream_event_prefix",
                        "inbox_prefix",
                        "user_jwt",
                        "user_seed",
                        "color_scheme",
                        "tls_first",
                        "windows_cert_store",
                        "windows_cert_match_by",
                        "windows_cert_match",
                        "windows_ca_certs_match");
        assertThat(json.string("password")).isEqualTo("pw");
        assertThat(Files.readString(folder.resolve("nats/context.txt"))).isEqualTo("hub");
    }

    @Test
    void a_secret_is_never_shown() {
        natskit(
                        "context",
                        "add",
                        "one",
                        "-s",
                        "nats://eve:sesame@h:1,nats://g",
                        "--user",
                        "ada",
                        "--password",
                        "sesame")
                .well();
        natskit("context", "add", "two", "--token", "sesame", "--select").well();
        for (String[] line : new String[][] {
            {"context", "show", "one"},
            {"context", "show", "--json"},
            {"context", "ls", "--json"},
            {"context", "show", "one", "-j"}
        }) {
            assertThat(natskit(line).well().out()).contains("****").doesNotContain("sesame");
        }
    }

    @Test
    void what_was_embedded_is_never_shown() throws IOException {
        Path contexts = Files.createDirectories(folder.resolve("nats/context"));
        String embedded = "\"data:;base64,c2VzYW1l\"";
        Files.writeString(
                contexts.resolve("c.json"),
                "{\"url\":\"nats://h\",\"creds\":" + embedded + ",\"ca\":" + embedded + ",\"windows_cert_match\":"
                        + embedded + ",\"socks_proxy\":\"socks5://eve:c2Vz,YW1l@h\"}");
        Files.writeString(
                contexts.resolve("d.json"), "{\"url\":\"nats://h\",\"nkey\":" + embedded.replace("data", "DATA") + "}");
        for (String[] line : new String[][] {
            {"context", "show", "c"},
            {"context", "show", "c", "--json"},
            {"context", "ls", "--json"},
            {"context", "show", "d", "--json"},
            {"context", "add", "c", "--json", "--description", "again"}
        }) {
            assertThat(natskit(line).well().out()).contains("nats://h", "****").doesNotContain("c2Vz");
        }
        assertThat(contexts.resolve("c.json")).content().as("it is kept").contains(embedded);
    }

    @Test
    void what_is_saved_again_keeps_what_is_not_said_anew() {
        natskit("context", "add", "c", "--user", "ada", "--inbox-prefix", "_X").well();
        natskit("context", "add", "c", "-s", "nats://h:2").well();
        assertThat(natskit("context", "show", "c", "--json").out()).contains("\"user\": \"ada\"", "nats://h:2", "_X");
    }

    @Test
    void two_ways_to_say_who_one_is_are_not_saved_in_one_context() {
        natskit("context", "add", "c", "--user", "ada").well();
        assertThat(natskit("context", "add", "c", "--user", "ada", "--creds", "x.creds")
                        .err())
                .contains("context \"c\": user and creds (expected: one way to say who one is)");
        assertThat(natskit("context", "cp", "c", "d", "--user", "ada", "--nkey", "x.nk")
                        .err())
                .contains("user and nkey");
        natskit("context", "add", "c", "--token", "t", "--js-event-prefix", "told")
                .well();
        assertThat(natskit("context", "show", "c", "--json").out())
                .contains("\"user\": \"ada\"", "\"jetstream_event_prefix\": \"told\"");
    }

    @Test
    void a_way_to_log_in_that_an_option_names_takes_the_place_of_the_others() {
        natskit("context", "add", "c", "--user", "ada", "--password", "sesame").well();
        Map<String, String> environment = Map.of(
                "XDG_CONFIG_HOME",
                folder.toString(),
                "NATS_USER",
                "eve",
                "NATS_NKEY",
                "eve.nk",
                "NATS_JWT",
                "absent.jwt",
                "NATS_TOKEN",
                "t");
        Ran.natskit(environment, "context", "add", "c", "--creds", "x.creds").well();
        assertThat(natskit("context", "show", "c", "--json").well().out())
                .contains(
                        "\"creds\": \"x.creds\"",
                        "\"user\": \"\"",
                        "\"password\": \"\"",
                        "\"nkey\": \"\"",
                        "\"user_jwt\": \"\"",
                        "\"token\": \"\"");
        natskit("context", "cp", "c", "d", "--nkey", "x.nk").well();
        assertThat(natskit("context", "show", "d", "--json").well().out())
                .contains("\"nkey\": \"x.nk\"", "\"creds\": \"\"");
    }

    @Test
    void a_context_is_not_asked_for_what_options_say() throws IOException {
        Path contexts = Files.createDirectories(folder.resolve("nats/context"));
        Files.writeString(
                contexts.resolve("c.json"),
                "{\"url\":\"bad://h\",\"user\":\"ada\",\"creds\":\"env://ABSENT\",\"nsc\":\"nsc://o/a/u\",\"socks_proxy\":\"http://h\",\"cert\":\"/c.pem\"}");
        String[] all = {
            "pub",
            "a",
            "b",
            "--context",
            "c",
            "--timeout",
            "200ms",
            "-s",
            "nats://127.0.0.1:2",
            "--user",
            "eve",
            "--socks-proxy",
            "127.0.0.1:3"
        };
        assertThat(natskit(all).err()).as("what nobody says anew").contains("cert without key");
        Map<String, String> environment =
                Map.of("XDG_CONFIG_HOME", folder.toString(), "NATS_CERT", "/absent/c.pem", "NATS_KEY", "/absent/k.pem");
        assertThat(Ran.natskit(environment, all).err()).contains("no server reached, of [nats://127.0.0.1:2]");
    }

    @Test
    void contexts_are_copied_selected_listed_and_removed() {
        natskit("context", "add", "a", "--user", "u").well();
        natskit("ctx", "cp", "a", "b", "--description", "copy").well();
        natskit("context", "select", "b").well();
        assertThat(natskit("context", "ls").out()).contains("│ a ", "│ b* ").contains("copy");
        assertThat(natskit("context", "ls", "-n").out()).isEqualTo("a\nb\n");
        assertThat(natskit("context", "rm", "b").err()).contains("Really remove", "--force");
        natskit("context", "rm", "b", "-f").well();
        assertThat(natskit("context", "show").err()).contains("no context is selected");
        assertThat(natskit("context", "select", "zz").err()).contains("context \"zz\" not found (expected: one of a)");
        assertThat(natskit("context", "rm", "../a", "-f").err()).contains("a name without / or ..");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void folder_and_file_are_for_their_owner_alone_also_where_they_were_not() throws IOException {
        Path contexts = Files.createDirectories(folder.resolve("nats/context"));
        Path loose = Files.writeString(contexts.resolve("loose.json"), "{}");
        Files.setPosixFilePermissions(contexts, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(loose, PosixFilePermissions.fromString("rw-r--r--"));
        natskit("context", "add", "loose", "--password", "pw").well();
        natskit("context", "add", "fresh", "--password", "pw").well();
        assertThat(mode(contexts)).isEqualTo("rwx------");
        assertThat(mode(loose)).isEqualTo("rw-------");
        assertThat(mode(contexts.resolve("fresh.json"))).isEqualTo("rw-------");
        Map<String, String> elsewhere =
                Map.of("XDG_CONFIG_HOME", folder.resolve("new").toString());
        Ran.natskit(elsewhere, "context", "add", "c", "--password", "pw").well();
        assertThat(mode(folder.resolve("new/nats"))).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("new/nats/context"))).isEqualTo("rwx------");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void an_editor_may_change_a_context_but_not_break_it() throws IOException {
        natskit("context", "add", "c", "--user", "ada").well();
        assertThat(natskit("context", "edit", "c").err()).contains("set EDITOR");
        Path file = folder.resolve("nats/context/c.json");
        Path breaking = Files.writeString(folder.resolve("breaking"), "echo '{' > \"$1\"\n");
        Map<String, String> environment = Map.of("XDG_CONFIG_HOME", folder.toString(), "EDITOR", "sh " + breaking);
        String before = Files.readString(file);
        assertThat(Ran.natskit(environment, "context", "edit", "c").err())
                .contains("expected: JSON", "it is as it was");
        assertThat(file).hasContent(before);
    }

    @Test
    void options_and_variables_win_over_the_context() {
        natskit("context", "add", "c", "-s", "nats://in-context:1", "--select").well();
        Map<String, String> environment =
                Map.of("XDG_CONFIG_HOME", folder.toString(), "NATS_URL", "nats://127.0.0.1:2", "NATS_TIMEOUT", "200ms");
        assertThat(Ran.natskit(environment, "pub", "a", "b").err())
                .contains("127.0.0.1:2")
                .doesNotContain("in-context");
        assertThat(Ran.natskit(environment, "pub", "a", "b", "-s", "nats://127.0.0.1:3")
                        .err())
                .contains("127.0.0.1:3");
    }
}
