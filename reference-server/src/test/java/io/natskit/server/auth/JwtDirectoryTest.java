// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.server.config.OperatorOptions.Resolver;
import io.natskit.server.config.OperatorOptions.Resolver.Deletion;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwtDirectoryTest {
    private static final NKey OPERATOR = NKey.generate(NKeyKind.OPERATOR);
    private static final NKey A = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey B = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey C = NKey.generate(NKeyKind.ACCOUNT);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private Instant now = START;

    private JwtDirectory full(Deletion deletion, long most) throws IOException {
        return JwtDirectory.full(
                new Resolver.Full(folder, deletion, most, Duration.ZERO, Resolver.Http.TIMEOUT), () -> now);
    }

    private JwtDirectory cache(long most, Duration timeToLive) throws IOException {
        return JwtDirectory.cache(new Resolver.Cache(folder, most, timeToLive, Resolver.Http.TIMEOUT), () -> now);
    }

    private static AccountClaims.Builder claims(NKey account) {
        return AccountClaims.builder(account.publicKey());
    }

    private static String jwt(NKey account) {
        return claims(account).sign(OPERATOR, START);
    }

    private Path file(NKey account, String ending) {
        return folder.resolve(account.publicKey() + ending);
    }

    @Test
    void a_token_is_a_file_that_its_owner_alone_may_read() throws IOException {
        JwtDirectory files = full(Deletion.REFUSED, 0);

        assertThat(files.save(A.publicKey(), jwt(A))).isTrue();

        assertThat(file(A, ".jwt")).hasContent(jwt(A));
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(A, ".jwt"))))
                    .isEqualTo("rw-------");
        }
        assertThat(files.load(A.publicKey())).isEqualTo(jwt(A));
        assertThat(files.load(B.publicKey())).isNull();
        assertThat(files.save(A.publicKey(), jwt(A))).as("the same again").isFalse();
    }

    @Test
    void what_was_there_is_known_and_what_is_no_account_is_left_alone() throws IOException {
        Files.writeString(file(A, ".jwt"), jwt(A));
        Files.writeString(folder.resolve("notes.jwt"), "mine");
        Files.writeString(file(B, ".jwt.new"), "half a tok");

        JwtDirectory files = full(Deletion.REFUSED, 0);

        assertThat(files.accounts()).containsExactly(A.publicKey());
        assertThat(folder.resolve("notes.jwt")).hasContent("mine");
    }

    // CVE-2022-28357
    @Test
    void a_name_that_is_no_key_never_becomes_a_path() throws IOException {
        JwtDirectory files = full(Deletion.REMOVED, 0);
        for (String name :
                new String[] {"", "../" + A.publicKey(), "a/b", A.publicKey() + "/..", "SYS", OPERATOR.publicKey()}) {
            assertThatThrownBy(() -> files.save(name, jwt(A))).as(name).hasMessage("invalid public key");
            assertThatThrownBy(() -> files.load(name)).as(name).hasMessage("invalid public key");
            assertThatThrownBy(() -> files.delete(name)).as(name).hasMessage("invalid public key");
        }
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).isEmpty();
        }
    }

    @Test
    void the_hash_is_that_of_all_tokens_whatever_their_order() throws IOException {
        JwtDirectory files = full(Deletion.REMOVED, 0);
        files.save(A.publicKey(), jwt(A));
        byte[] one = files.hash();
        files.save(B.publicKey(), jwt(B));
        byte[] both = files.hash();

        assertThat(full(Deletion.REFUSED, 0).hash()).isEqualTo(both);
        files.delete(B.publicKey());
        assertThat(files.hash()).isEqualTo(one).isNotEqualTo(both);
        files.save(A.publicKey(), claims(A).name("other").sign(OPERATOR, START));
        assertThat(files.hash()).isNotEqualTo(one);
    }

    @Test
    void a_newer_token_replaces_an_older_one_and_never_the_reverse() throws IOException {
        JwtDirectory files = full(Deletion.REFUSED, 0);
        String newer = claims(A).name("newer").sign(OPERATOR, START.plusSeconds(10));
        assertThat(files.saveIfNewer(A.publicKey(), newer)).isTrue();

        assertThat(files.saveIfNewer(A.publicKey(), jwt(A))).isFalse();
        assertThat(files.load(A.publicKey())).isEqualTo(newer);
        assertThatThrownBy(() -> files.saveIfNewer(B.publicKey(), newer))
                .hasMessage("jwt subject nkey and provided nkey do not match");
        assertThatThrownBy(() -> files.saveIfNewer(A.publicKey(), "nonsense")).isInstanceOf(IOException.class);
    }

    @Test
    void a_full_directory_takes_no_more_and_a_cache_lets_the_least_used_go() throws IOException {
        JwtDirectory all = full(Deletion.REFUSED, 2);
        all.save(A.publicKey(), jwt(A));
        all.save(B.publicKey(), jwt(B));
        assertThatThrownBy(() -> all.save(C.publicKey(), jwt(C))).hasMessage("jwt store is full");

        JwtDirectory some = cache(2, Duration.ZERO);
        some.save(A.publicKey(), claims(A).name("used").sign(OPERATOR, START));
        some.save(C.publicKey(), jwt(C));
        assertThat(some.accounts()).containsExactlyInAnyOrder(A.publicKey(), C.publicKey());
        assertThat(file(B, ".jwt")).doesNotExist();
    }

    @Test
    void tokens_go_when_they_end_or_when_nobody_has_used_them_for_their_time() throws IOException {
        JwtDirectory files = full(Deletion.REFUSED, 0);
        files.save(A.publicKey(), claims(A).expires(START.plusSeconds(5)).sign(OPERATOR, START));
        files.save(B.publicKey(), jwt(B));
        now = START.plusSeconds(5);
        assertThat(files.accounts()).containsExactly(B.publicKey());
        files.removeEnded();
        assertThat(file(A, ".jwt")).doesNotExist();

        JwtDirectory used = cache(10, Duration.ofMinutes(1));
        used.save(C.publicKey(), jwt(C));
        now = now.plusSeconds(50);
        used.load(C.publicKey());
        now = now.plusSeconds(50);
        used.removeEnded();
        assertThat(used.accounts()).containsExactly(C.publicKey());
        assertThat(file(B, ".jwt")).doesNotExist();
    }

    @Test
    void deletion_is_refused_renames_or_removes_as_it_was_asked_for() throws IOException {
        full(Deletion.REFUSED, 0).save(A.publicKey(), jwt(A));
        assertThatThrownBy(() -> full(Deletion.REFUSED, 0).delete(A.publicKey()))
                .hasMessage("store is not set up to for delete");
        assertThat(full(Deletion.RENAMED, 0).delete(A.publicKey())).isTrue();
        assertThat(file(A, ".jwt.deleted")).hasContent(jwt(A));
        full(Deletion.REFUSED, 0).save(A.publicKey(), jwt(A));
        assertThat(full(Deletion.REMOVED, 0).delete(A.publicKey())).isTrue();
        assertThat(full(Deletion.REMOVED, 0).delete(A.publicKey())).isFalse();
        assertThat(file(A, ".jwt")).doesNotExist();
    }
}
