// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineContextTest {
    private static final NKey KEY = NKey.generate(NKeyKind.USER);
    private static final String SEED = new String(KEY.seed());
    private static final String CLAIMS = "eyJ0.eyJz.c2ln";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PW",
            "from the environment",
            "SEED",
            SEED,
            "WHERE",
            "certificates",
            "EMPTY",
            "",
            "CUT",
            SEED.substring(0, SEED.length() - 1),
            "TORN",
            "eyJ0.eyJz dGF5.c2ln");

    @TempDir
    Path folder;

    private Options options(String json) throws IOException {
        return Options.of(context(json)::apply);
    }

    private CommandLineContext context(String json) throws IOException {
        Path contexts = Files.createDirectories(folder.resolve("context"));
        Path file = Files.writeString(contexts.resolve("c.json"), json);
        return CommandLineContext.in(file, new ContextReferences(ENVIRONMENT::get, folder.toString()));
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
        assertThat(o.tls().keyFile()).contains(folder.resolve("k.pem"));
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

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static String data(String content) {
        return "data:;base64," + Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_proxy_is_taken_with_its_login() throws Exception {
        ProxyServer proxy = options("{\"socks_proxy\":\"socks5://ada:secret@h:1081\"}")
                .buffers()
                .proxyServer()
                .orElseThrow();
        assertThat(proxy.proxy().address()).isEqualTo(InetSocketAddress.createUnresolved("h", 1081));
        assertThat(proxy.user()).contains("ada");
        assertThat(new String(proxy.password())).isEqualTo("secret");
        assertThat(options("{\"socks_proxy\":\"\"}").buffers().proxyServer()).isEmpty();
    }

    @Test
    void where_jetstream_is_can_be_asked_for() throws Exception {
        CommandLineContext hub = context("{\"jetstream_domain\":\"hub\",\"jetstream_event_prefix\":\"told\"}");
        assertThat(hub.jetStreamDomain()).contains("hub");
        assertThat(hub.jetStreamApiPrefix()).isEmpty();
        assertThat(hub.jetStreamEventPrefix()).contains("told");
        assertThat(context("{\"jetstream_api_prefix\":\"from.a\"}").jetStreamApiPrefix())
                .contains("from.a");
        CommandLineContext both = context("{\"jetstream_domain\":\"hub\",\"jetstream_api_prefix\":\"from.a\"}");
        assertThatIllegalArgumentException()
                .isThrownBy(both::jetStreamDomain)
                .withMessageContaining("jetstream_domain and jetstream_api_prefix (expected: one of them)");
    }

    @Test
    void credentials_and_seeds_may_be_in_files_in_the_context_or_in_the_environment() throws Exception {
        String block = "-----BEGIN NATS USER JWT-----\n" + CLAIMS + "\n------END NATS USER JWT------\n"
                + "-----BEGIN USER NKEY SEED-----\n" + SEED + "\n------END USER NKEY SEED------\n";
        file("u.creds", block);
        file("u.nk", SEED + "\n");
        for (String creds : List.of("~/u.creds", folder + "/u.creds", "file://" + folder + "/u.creds", data(block))) {
            assertThat(credentials(options("{\"creds\":\"" + creds + "\"}")).jwt())
                    .as(creds)
                    .contains(CLAIMS);
        }
        for (String nkey : List.of("~/u.nk", "file://~/u.nk", "env://SEED", data(SEED))) {
            assertThat(credentials(options("{\"nkey\":\"" + nkey + "\"}")).nkey())
                    .as(nkey)
                    .contains(KEY.publicKey());
        }
    }

    @Test
    void a_jwt_and_its_seed_stand_in_the_context_or_in_files() throws Exception {
        String jwt = file("u.jwt", CLAIMS + "\n");
        String seed = file("u.nk", SEED + "\n");
        for (String claims : List.of(CLAIMS, jwt, "file://" + jwt, data(CLAIMS))) {
            for (String key : List.of(SEED, seed, "env://SEED", data(SEED))) {
                Credentials known =
                        credentials(options("{\"user_jwt\":\"" + claims + "\",\"user_seed\":\"" + key + "\"}"));
                assertThat(known.jwt()).as(claims).contains(CLAIMS);
                assertThat(known.signature()).as(key).isPresent();
            }
        }
        Credentials bearer = credentials(options("{\"user_jwt\":\"" + CLAIMS + "\"}"));
        assertThat(bearer.jwt()).contains(CLAIMS);
        assertThat(bearer.signature()).isEmpty();
    }

    @Test
    void passwords_and_tokens_may_stand_elsewhere_and_a_token_beside_a_user() throws Exception {
        Credentials both =
                credentials(options("{\"user\":\"ada\",\"password\":\"env://PW\",\"token\":\"" + data("t:1") + "\"}"));
        assertThat(both.user()).contains("ada");
        assertThat(both.password().map(String::new)).contains("from the environment");
        assertThat(both.token().map(String::new)).contains("t:1");
        assertThat(credentials(options("{\"token\":\"http://t\"}")).token().map(String::new))
                .contains("http://t");
        Options nkey = options("{\"nkey\":\"env://SEED\",\"token\":\"secret\"}");
        assertThat(credentials(nkey).nkey()).contains(KEY.publicKey());
        assertThat(credentials(nkey).signature()).isPresent();
        assertThat(credentials(nkey).token().map(String::new)).contains("secret");
        assertThat(nkey.toString()).doesNotContain("secret", SEED);
    }

    @Test
    void paths_of_certificates_have_variables() throws Exception {
        Options o = options("{\"ca\":\"/x/$WHERE/ca.pem\",\"cert\":\"file:///c.pem\",\"key\":\"~/${WHERE}.pem\"}");
        assertThat(o.tls().caFile()).contains(Path.of("/x/certificates/ca.pem"));
        assertThat(o.tls().certificateFile()).contains(Path.of("/c.pem"));
        assertThat(o.tls().keyFile()).contains(folder.resolve("certificates.pem"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'nsc':'nsc://o/a/u'}|nsc: \"nsc://o/a/u\" needs the nsc program",
                "{'creds':'op://vault/item/creds'}|creds: op:// needs another program",
                "{'nkey':'NSC://o/a/u'}|nkey: nsc:// needs another program",
                "{'user':'a','password':'op://v/i/f'}|password: op:// needs another program",
                "{'windows_cert_store':'user'}|windows_cert_store: certificate stores of Windows are not read",
                "{'ca':'env://PW'}|ca: no path of a file",
                "{'cert':'/c.pem'}|cert without key (expected: both)",
                "{'key':'/c.pem'}|key without cert (expected: both)",
                "{'user_seed':'SU'}|user_seed without user_jwt (expected: both)",
                "{'password':'secret'}|password without user (expected: both)",
                "{'user':'a','creds':'/x'}|user and creds (expected: one way to say who one is)",
                "{'creds':'/x','nkey':'/y','user_jwt':'z'}|creds and nkey and user_jwt (expected: one way",
                "{'token':'env://ABSENT'}|token: variable ABSENT (expected: one that the environment has)",
                "{'token':'env://EMPTY'}|token: variable EMPTY (expected: one that the environment has)",
                "{'creds':'$ABSENT/x'}|creds: variable ABSENT",
                "{'nkey':'data:secret'}|nkey: data: without content (expected: data:;base64,...)",
                "{'nkey':'data:;base64,secret!'}|nkey: data: without content (expected: data:;base64,...)",
                "{'user_jwt':'/absent.jwt'}|user_jwt: neither a JWT nor a file with one that can be read",
                "{'user_jwt':'env://PW'}|user_jwt: neither a JWT nor a file",
                "{'user_jwt':'x.y.z','user_seed':'~/absent.nk'}|user_seed: neither a seed nor a file",
                "{'socks_proxy':'http://a:secret@h'}|<hidden>@h\" is no SOCKS proxy",
                "{'url':1}|field url is a number (expected: a string)"
            })
    void what_is_not_done_is_refused_by_its_name(String json, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(json.replace('\'', '"')))
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void a_secret_with_a_slip_in_it_is_not_repeated() throws Exception {
        String cut = SEED.substring(0, SEED.length() - 1);
        String torn = "eyJ0.eyJz dGF5.c2ln";
        String bad = "/" + cut + "\u0000";
        List<String> seeds =
                List.of(cut, data(cut), "file://" + file("cut.nk", cut), "env://CUT", file("c.nk", cut), bad);
        for (String seed : seeds) {
            isNotRepeated(
                    "{\"user_jwt\":\"" + CLAIMS + "\",\"user_seed\":\"" + escaped(seed) + "\"}", "user_seed", cut);
        }
        for (String claims : List.of(torn, data(torn), "file://" + file("torn.jwt", torn), "env://TORN")) {
            isNotRepeated("{\"user_jwt\":\"" + claims + "\"}", "user_jwt", "dGF5");
        }
        isNotRepeated("{\"nkey\":\"" + cut + "\"}", "nkey", cut);
        isNotRepeated("{\"creds\":\"" + torn + "\"}", "creds", "dGF5");
        for (String field : List.of("creds", "nkey", "ca")) {
            isNotRepeated("{\"" + field + "\":\"" + escaped(bad) + "\"}", field, cut);
        }
    }

    private static String escaped(String text) {
        return text.replace("\u0000", "\\u0000");
    }

    private void isNotRepeated(String json, String field, String secret) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(json))
                .withMessageContaining(field + ": ")
                .satisfies(e -> {
                    StringWriter trace = new StringWriter();
                    e.printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).doesNotContain(secret);
                });
    }

    @Test
    void fields_that_somebody_else_says_are_passed_over_unread() throws Exception {
        CommandLineContext bad = context(
                "{\"url\":1,\"user\":\"a\",\"creds\":\"env://ABSENT\",\"tls_first\":true,\"inbox_prefix\":\"_X\"}");
        Options o = Options.of(bad.without(List.of("url", "user")).without(List.of("creds", "tls_first"))::apply);
        assertThat(o.servers().servers()).isEqualTo(Options.defaults().servers().servers());
        assertThat(o.tls().mode()).isEqualTo(Options.defaults().tls().mode());
        assertThat(o.inboxPrefix()).isEqualTo("_X.");
        assertThat(credentials(o).user()).isEmpty();
    }

    @Test
    void fields_for_people_and_what_is_not_known_are_passed_over() throws Exception {
        options("{\"name\":\"c\",\"description\":\"d\",\"color_scheme\":\"red\",\"windows_cert_match_by\":\"subject\","
                + "\"windows_ca_certs_match\":null,\"later\":[1]}");
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
    }
}
