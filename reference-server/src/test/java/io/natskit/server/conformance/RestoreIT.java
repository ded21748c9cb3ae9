// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import io.natskit.server.archive.ArchiveWriter;
import io.natskit.server.archive.TarWriter;
import io.natskit.server.s2.S2Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a restore refuses, and that nothing is left of what it refused. */
@Timeout(60)
class RestoreIT {
    private static final String STATE =
            "{\"messages\":2,\"bytes\":100,\"first_seq\":1,\"last_seq\":2,\"consumer_count\":0}";
    private static final String CONSUMER = "{\"config\":{\"durable_name\":\"c\",\"ack_policy\":\"explicit\"},"
            + "\"state\":{\"delivered\":{\"consumer_seq\":0,\"stream_seq\":0},\"ack_floor\":{\"consumer_seq\":0,\"stream_seq\":0}}}";

    @TempDir
    private Path folder;

    private NatsServer server;
    private RawClient client;
    private int asked;

    @BeforeEach
    void start() {
        server = NatsServer.builder()
                .jetStream(js -> js.storeDir(folder))
                .configure(o -> o.limits(l -> l.maxPayloadBytes(64 * 1024)))
                .log((level, line) -> {})
                .start();
        client = new RawClient(server.port());
        client.connect("\"headers\":true");
        client.exchange("SUB answer.* 1\r\n");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void a_whole_archive_becomes_a_stream() {
        assertThat(restore("S", whole())).contains("\"messages\":2").doesNotContain("\"error\"");
        assertThat(ask("$JS.API.STREAM.MSG.GET.S", "{\"seq\":2}")).contains("\"data\":\"dHdv\"");
    }

    @Test
    void an_archive_without_its_end_leaves_nothing() {
        byte[] cut = archive(archive -> {
            archive.file("state.json", 1, utf8(STATE));
            archive.entry(utf8("s.a"), 1, 1, new byte[0], utf8("one"));
        });
        assertThat(restore("S", cut)).contains("10062", "restore failed: backup was truncated");
        nothingIsLeft();
    }

    @Test
    void an_archive_that_goes_on_after_its_end_leaves_nothing() {
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        twice.writeBytes(whole());
        twice.writeBytes(whole());
        assertThat(restore("S", twice.toByteArray())).contains("10062");
        nothingIsLeft();
    }

    @Test
    void ids_of_the_backup_are_known_again() {
        byte[] archive = archive(a -> {
            a.file("state.json", 1, utf8("{\"messages\":1,\"bytes\":50,\"first_seq\":1,\"last_seq\":1}"));
            long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
            a.entry(utf8("s.a"), now, 1, utf8("NATS/1.0\r\nNats-Msg-Id: x\r\n\r\n"), utf8("one"));
            a.finish();
        });
        assertThat(restore("S", archive)).doesNotContain("\"error\"");
        String header = "NATS/1.0\r\nNats-Msg-Id: x\r\n\r\n";
        client.send("HPUB s.a answer.dup " + header.length() + " " + (header.length() + 1) + "\r\n" + header + "1\r\n");
        assertThat(client.readUntil("}\r\n")).contains("\"seq\":1,\"duplicate\": true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s a", "s.\r\nPUB x 0", "s.*", "s.>", ".s", "s..a", "s.\u0000"})
    void a_message_on_what_is_no_subject_is_refused(String subject) {
        byte[] archive = archive(a -> {
            a.file("state.json", 1, utf8(STATE));
            a.entry(utf8(subject), 1, 1, new byte[0], utf8("one"));
            a.finish();
        });
        assertThat(restore("S", archive)).contains("message sequence 1 has an invalid subject");
        nothingIsLeft();
    }

    @Test
    void a_message_above_what_clients_may_send_is_refused_by_what_it_claims() {
        byte[] archive = archive(a -> {
            a.file("state.json", 1, utf8(STATE));
            a.entry(utf8("s.a"), 1, 1, new byte[0], new byte[64 * 1024 + 1]);
            a.finish();
        });
        assertThat(restore("S", archive)).contains("message sequence 1 exceeds maximum payload size");
        nothingIsLeft();
    }

    @Test
    void sequences_must_rise() {
        byte[] archive = archive(a -> {
            a.file("state.json", 1, utf8(STATE));
            a.entry(utf8("s.a"), 1, 2, new byte[0], utf8("two"));
            a.entry(utf8("s.a"), 1, 1, new byte[0], utf8("one"));
            a.finish();
        });
        assertThat(restore("S", archive)).contains("message sequence 1 out of order");
        nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"consumer_count\":-1}",
                "{\"first_seq\":0,\"last_seq\":5}",
                "{\"first_seq\":9,\"last_seq\":5}",
                "{\"messages\":7,\"first_seq\":1,\"last_seq\":5}",
                "{\"first_seq\":1,\"last_seq\":18446744073709551615}",
                "{\"first_seq\":1,\"last_seq\":9223372036854775807}"
            })
    void a_state_that_cannot_be_is_refused(String state) {
        byte[] archive = archive(a -> {
            a.file("state.json", 1, utf8(state));
            a.finish();
        });
        assertThat(restore("S", archive)).contains("invalid stream state");
        nothingIsLeft();
    }

    @Test
    void a_backup_that_was_never_finished_is_gone_after_a_restart() {
        String to = begin("S");
        client.send("PUB " + to + " answer.chunk " + 4 + "\r\nxxxx\r\n");
        client.readUntil("MSG answer.chunk");
        client.close();
        server.close();
        start();
        nothingIsLeft();
    }

    /** CVE-2022-26652: an archive must not write where it likes. */
    @ParameterizedTest
    @ValueSource(strings = {"../../c", "/etc/c", "a/b", "..", ".", "a\\b", "a.b", "a b", "", "\u0000"})
    void cve_2022_26652_a_consumer_is_named_by_a_name_alone(String name) throws IOException {
        byte[] archive = archive(a -> {
            a.file("state.json", 1, utf8("{\"messages\":0,\"first_seq\":1,\"last_seq\":0,\"consumer_count\":1}"));
            a.file("consumers/" + name, 1, utf8(CONSUMER.replace("\"durable_name\":\"c\",", "")));
            a.finish();
        });
        assertThat(restore("S", archive)).contains("10062", "restore failed: failed to add consumer");
        nothingIsLeft();
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.map(path -> path.getFileName().toString())).doesNotContain("c");
        }
    }

    /** CVE-2022-26652, in the files of version 1. */
    @ParameterizedTest
    @ValueSource(strings = {"../../../evil", "/tmp/evil", "msgs/../../evil", "a//evil", "evil/"})
    void cve_2022_26652_a_file_of_version_1_is_written_nowhere(String name) throws IOException {
        assertThat(restore("S", files(name, "S"))).contains("10062", "restore failed: tar with a name");
        nothingIsLeft();
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.map(path -> path.getFileName().toString())).doesNotContain("evil");
        }
    }

    /** CVE-2022-26652: links are no files. */
    @Test
    void cve_2022_26652_a_link_in_version_1_is_refused() {
        byte[] tar = tar("msgs/1.blk", "S");
        int header = 1024; // behind the header and the content of meta.inf
        tar[header + 156] = '2';
        int sum = 8 * ' ';
        for (int i = 0; i < 512; i++) {
            sum += i >= 148 && i < 156 ? 0 : tar[header + i] & 0xff;
        }
        byte[] octal = utf8(String.format("%06o\0 ", sum));
        System.arraycopy(octal, 0, tar, header + 148, octal.length);
        assertThat(restore("S", compressed(tar))).contains("10062", "tar entry of type 50");
        nothingIsLeft();
    }

    @Test
    void files_of_version_1_belong_to_the_stream_that_they_name() {
        assertThat(restore("S", files("msgs/1.blk", "OTHER"))).contains("restore failed: stream names do not match");
        nothingIsLeft();
        assertThat(restore("S", files("msgs/1.blk", "S")))
                .contains("\"messages\":0")
                .doesNotContain("\"error\"");
    }

    private static byte[] files(String name, String stream) {
        return compressed(tar(name, stream));
    }

    private static byte[] tar(String name, String stream) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(out::write);
        tar.file("meta.inf", Instant.EPOCH, utf8("{\"name\":\"" + stream + "\"}"));
        tar.file(name, Instant.EPOCH, new byte[0]);
        tar.finish();
        return out.toByteArray();
    }

    private static byte[] compressed(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        S2Encoder encoder = new S2Encoder(out::write);
        encoder.write(content, 0, content.length);
        encoder.finish();
        return out.toByteArray();
    }

    /** Made by nats-server 2.12.2, before archives had their present form. */
    @Test
    void a_backup_of_an_older_nats_server_is_restored() throws IOException {
        byte[] archive;
        try (InputStream in = RestoreIT.class.getResourceAsStream("/io/natskit/server/jetstream/backup/v1.tar.s2")) {
            archive = in.readAllBytes();
        }
        assertThat(restore("X", archive))
                .contains("\"messages\":292", "\"first_seq\":3", "\"last_seq\":300", "\"num_deleted\":6")
                .contains("\"consumer_count\":1");
        assertThat(ask("$JS.API.CONSUMER.INFO.X.d", ""))
                .contains("\"num_ack_pending\":6", "\"num_pending\":282")
                .contains("\"delivered\":{\"consumer_seq\":10,\"stream_seq\":13}")
                .contains("\"ack_floor\":{\"consumer_seq\":2,\"stream_seq\":4}");
        assertThat(ask("$JS.API.STREAM.MSG.GET.X", "{\"seq\":50}")).contains("10037");
        assertThat(ask("$JS.API.STREAM.MSG.GET.X", "{\"seq\":300}")).contains("10037");
        assertThat(ask("$JS.API.STREAM.MSG.GET.X", "{\"seq\":3}"))
                .contains("\"subject\":\"x.3\"", "\"hdrs\":")
                .contains(Base64.getEncoder().encodeToString(utf8("payload 3 ".repeat(3))));
    }

    /** CVE-2026-33222: who may restore one stream must not restore another. */
    @Test
    void cve_2026_33222_the_stream_is_the_one_that_the_subject_names() {
        assertThat(ask("$JS.API.STREAM.RESTORE.MINE", "{\"config\":{\"name\":\"YOURS\"},\"state\":{}}"))
                .contains("10056");
        assertThat(ask("$JS.API.STREAM.RESTORE.MINE", "{\"config\":{\"subjects\":[\"s.>\"]},\"state\":{}}"))
                .contains("$JS.SNAPSHOT.RESTORE.MINE.");
        nothingIsLeft();
    }

    // ---- talking

    private static byte[] whole() {
        return archive(a -> {
            a.file("state.json", 1, utf8(STATE));
            a.entry(utf8("s.a"), 1, 1, new byte[0], utf8("one"));
            a.entry(utf8("s.b"), 2, 2, new byte[0], utf8("two"));
            a.finish();
        });
    }

    private static byte[] archive(Consumer<ArchiveWriter> content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        S2Encoder encoder = new S2Encoder(out::write);
        content.accept(new ArchiveWriter(encoder::write));
        encoder.finish();
        return out.toByteArray();
    }

    private String begin(String stream) {
        String begun = ask(
                "$JS.API.STREAM.RESTORE." + stream,
                "{\"config\":{\"name\":\"" + stream + "\",\"subjects\":[\"s.>\"]},\"state\":{}}");
        int at = begun.indexOf("$JS.SNAPSHOT.RESTORE.");
        assertThat(at).as(begun).isPositive();
        return begun.substring(at, begun.indexOf('"', at));
    }

    private String restore(String stream, byte[] archive) {
        String to = begin(stream);
        for (int from = 0; from < archive.length; from += 60_000) {
            int length = Math.min(60_000, archive.length - from);
            ask(to, new String(archive, from, length, StandardCharsets.ISO_8859_1));
        }
        return ask(to, "");
    }

    private String ask(String subject, String body) {
        String reply = "answer." + ++asked;
        client.send("PUB " + subject + " " + reply + " " + body.length() + "\r\n" + body + "\r\n");
        String head = client.readUntil("\r\n");
        while (!head.startsWith("MSG " + reply + " ")) {
            head = client.readUntil("\r\n");
        }
        return client.readUntil("\r\n");
    }

    private void nothingIsLeft() {
        assertThat(ask("$JS.API.STREAM.NAMES", "")).contains("\"streams\":null");
        List<String> left = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(path -> path.getParent().endsWith("streams")).forEach(path -> left.add(path.toString()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(left).isEmpty();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
