// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.creds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsFileTest {
    private static final String SEED = seed(NKeyKind.USER);
    private static final String FILE = """
            -----BEGIN NATS USER JWT-----
            eyJ0.eyJq.c2ln-_
            ------END NATS USER JWT------

            ************************* IMPORTANT *************************
            NKEY Seed printed below can be used to sign and prove identity.

            -----BEGIN USER NKEY SEED-----
            SEED
            ------END USER NKEY SEED------

            *************************************************************
            """;

    @TempDir
    Path folder;

    @Test
    void jwt_and_seed_are_found_between_the_lines_of_dashes() throws IOException {
        Path file = Files.writeString(folder.resolve("user.creds"), FILE.replace("SEED\n", SEED + "\n"));
        try (CredentialsFile creds = CredentialsFile.parse(file)) {
            assertThat(creds.jwt()).isEqualTo("eyJ0.eyJq.c2ln-_");
            assertThat(new String(creds.seed())).isEqualTo(SEED);
            assertThat(creds.toString()).doesNotContain(SEED).doesNotContain("eyJ");
        }
    }

    @Test
    void what_is_written_is_read_again_and_is_for_its_owner_alone() throws IOException {
        Path file = folder.resolve("written.creds");
        CredentialsFile.write(file, "eyJ0.eyJq.c2ln-_", SEED.toCharArray());
        try (CredentialsFile creds = CredentialsFile.parse(file)) {
            assertThat(creds.jwt()).isEqualTo("eyJ0.eyJq.c2ln-_");
            assertThat(new String(creds.seed())).isEqualTo(SEED);
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(Files.getPosixFilePermissions(file))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        }
    }

    @Test
    void a_file_that_is_there_is_not_written_over() throws IOException {
        Path file = Files.writeString(folder.resolve("old.creds"), "old");
        assertThatThrownBy(() -> CredentialsFile.write(file, "eyJ0.eyJq.c2ln-_", SEED.toCharArray()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("old.creds");
        assertThat(file).hasContent("old");
    }

    @Test
    void only_a_jwt_and_a_users_seed_are_written() {
        Path file = folder.resolve("wrong.creds");
        assertThatThrownBy(() -> CredentialsFile.write(file, "no token", SEED.toCharArray()))
                .isInstanceOf(InvalidCredentialsException.class);
        assertThatThrownBy(() -> CredentialsFile.write(
                        file, "eyJ0.eyJq.c2ln-_", seed(NKeyKind.ACCOUNT).toCharArray()))
                .isInstanceOf(InvalidCredentialsException.class)
                .hasMessageContaining("ACCOUNT");
        assertThat(file).doesNotExist();
    }

    @Test
    void windows_line_ends_and_blanks_do_no_harm() {
        String text = FILE.replace("SEED\n", "  " + SEED + " \n").replace("\n", "\r\n");
        assertThat(new String(parse(text).seed())).isEqualTo(SEED);
    }

    @Test
    void a_closed_file_has_no_seed_left() {
        CredentialsFile creds = parse(FILE.replace("SEED\n", SEED + "\n"));
        creds.close();
        assertThat(creds.seed()).containsOnly('\0');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "-----BEGIN-----\neyJ0.eyJq.c2ln\n-----END-----\n",
                "------\n\n------\n------\n------\n"
            })
    void a_file_without_both_blocks_is_refused(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(InvalidCredentialsException.class)
                .hasMessageContaining("expected: 2");
    }

    @Test
    void a_seed_that_is_damaged_or_of_another_kind_is_refused_without_being_shown() {
        String damaged = SEED.substring(0, 20) + (SEED.charAt(20) == 'A' ? 'B' : 'A') + SEED.substring(21);
        for (String seed : new String[] {damaged, SEED.substring(1), seed(NKeyKind.ACCOUNT)}) {
            assertThatThrownBy(() -> parse(FILE.replace("SEED\n", seed + "\n")))
                    .isInstanceOf(InvalidCredentialsException.class)
                    .hasMessageNotContaining(seed.substring(2, 20));
        }
    }

    @Test
    void a_first_block_that_is_no_jwt_is_refused() {
        String text = FILE.replace("SEED\n", SEED + "\n");
        for (String jwt : new String[] {"a.b", "a..b", ".a.b", "a.b.", "a.b.c.d", "a.b\u00e9.c"}) {
            assertThatThrownBy(() -> parse(text.replace("eyJ0.eyJq.c2ln-_", jwt)))
                    .as(jwt)
                    .isInstanceOf(InvalidCredentialsException.class);
        }
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> CredentialsFile.parse(folder.resolve("none.creds")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.creds");
    }

    @Test
    void a_seed_is_found_alone_on_a_line_in_a_block_and_among_credentials() {
        for (String text : new String[] {SEED, "# my key\n" + SEED + "\n", FILE.replace("SEED\n", SEED + "\n")}) {
            assertThat(new String(CredentialsFile.parseSeed(text.getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo(SEED);
        }
        assertThatThrownBy(() -> CredentialsFile.parseSeed(new byte[0]))
                .isInstanceOf(InvalidCredentialsException.class);
        assertThatThrownBy(() -> CredentialsFile.parseSeed("SUAAA".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidCredentialsException.class);
    }

    private static CredentialsFile parse(String text) {
        return CredentialsFile.parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String seed(NKeyKind kind) {
        try (NKey key = NKey.generate(kind)) {
            return new String(key.seed());
        }
    }
}
