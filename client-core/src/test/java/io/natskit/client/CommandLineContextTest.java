// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineContextTest {

    @TempDir
    Path folder;

    private Options options(String json) throws IOException {
        Path contexts = Files.createDirectories(folder.resolve("context"));
        Files.writeString(contexts.resolve("c.json"), json);
        return Options.of(b -> CommandLineContext.named(folder, "c").apply(b));
    }

    private static Credentials credentials(Options options) throws Exception {
        byte[] info = "{}".getBytes(StandardCharsets.UTF_8);
        AuthRequest request = new AuthRequest(ServerAddress.parse("h"), ServerInfo.parse(info, 0, info.length), "", 1);
        return options.authenticator()
                .credentials(request)
                .toCompletableFuture()
                .get();
    }

    @Test
    void servers_inbox_and_tls_are_taken() throws Exception {
        Options o = options("""
                {"description":"d","url":"nats://a,nats://b","inbox_prefix":"_INBOX_x","ca":"/ca.pem",
                 "cert":"/c.pem","key":"~/k.pem","tls_first":true,"jetstream_domain":"hub","unknown":[1]}""");
        assertThat(o.servers().servers()).hasSize(2);
        assertThat(o.inboxPrefix()).isEqualTo("_INBOX_x.");
        assertThat(o.tls().caFile()).contains(Path.of("/ca.pem"));
        assertThat(o.tls().certificateFile()).contains(Path.of("/c.pem"));
        assertThat(o.tls().keyFile()).contains(Path.of(System.getProperty("user.home"), "k.pem"));
        assertThat(o.tls().mode()).isEqualTo(TlsOptions.Mode.FIRST);
    }

    @Test
    void user_and_token_are_taken() throws Exception {
        Credentials user = credentials(options("{\"user\":\"joe\",\"password\":\"pw\"}"));
        assertThat(user.user()).contains("joe");
        assertThat(user.password().map(String::new)).contains("pw");
        assertThat(credentials(options("{\"token\":\"t\"}")).token().map(String::new))
                .contains("t");
    }

    @Test
    void empty_values_leave_the_defaults_alone() throws Exception {
        Options o = options("{\"url\":\"\",\"token\":\"\",\"user\":\"\",\"creds\":\"\",\"nsc\":\"\",\"ca\":\"\"}");
        assertThat(o.servers().servers()).isEqualTo(Options.defaults().servers().servers());
        assertThat(o.tls().caFile()).isEmpty();
        assertThat(credentials(o).user()).isEmpty();
    }

    @Test
    void credentials_files_come_before_user_and_token() throws Exception {
        Options o = options("{\"creds\":\"/x.creds\",\"user\":\"joe\",\"token\":\"t\"}");
        assertThat(o.authenticator().toString()).contains("x.creds");
    }

    @Test
    void the_selected_context_is_the_one_that_the_command_line_chose() throws Exception {
        options("{\"url\":\"nats://chosen\"}");
        Files.writeString(folder.resolve("context.txt"), "c\n");
        Options o = Options.of(b -> CommandLineContext.selected(folder).apply(b));
        assertThat(o.servers().servers().get(0).host()).isEqualTo("chosen");
    }

    @Test
    void the_folder_follows_xdg() {
        assertThat(CommandLineContext.folder("/xdg", "/home/joe")).isEqualTo(Path.of("/xdg/nats"));
        assertThat(CommandLineContext.folder("", "/home/joe")).isEqualTo(Path.of("/home/joe/.config/nats"));
        assertThat(CommandLineContext.folder(null, "/home/joe")).isEqualTo(Path.of("/home/joe/.config/nats"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../x", "a/b", "a\\b"})
    void a_name_leads_nowhere_else(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> CommandLineContext.named(folder, name));
    }

    @Test
    void what_cannot_be_done_is_refused_with_a_reason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandLineContext.named(folder, "absent"))
                .withMessageContaining("absent.json");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("{nonsense"))
                .withMessageContaining("JSON");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("{\"nsc\":\"nsc://o/a/u\"}"))
                .withMessageContaining("nsc");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("{\"cert\":\"/c.pem\"}"))
                .withMessageContaining("cert without key");
    }
}
