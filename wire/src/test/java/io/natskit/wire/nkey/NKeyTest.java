// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.nkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.wire.Seeded;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NKeyTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void crc_and_base32_give_the_published_values() {
        assertThat(Crc16.of("123456789".getBytes(StandardCharsets.US_ASCII), 0, 9))
                .isEqualTo(0x31C3);
        assertThat(new String(Base32.encode("foobar".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("MZXW6YTBOI");
        assertThat(Base32.decode("MZXW6YTB".toCharArray()))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("fooba");
    }

    @Test
    void base32_is_one_to_one() {
        Random random = Seeded.random("NKeyTest");
        for (int length = 0; length < 80; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            assertThat(Base32.decode(Base32.encode(bytes))).isEqualTo(bytes);
        }
        for (String bad : new String[] {"A", "ABC", "ABCDEF", "AB", "a2", "A1", "A=", "é2"}) {
            assertThatThrownBy(() -> Base32.decode(bad.toCharArray())).as(bad).isInstanceOf(InvalidKeyException.class);
        }
    }

    // RFC 8032, 7.1, tests 1 and 2
    @Test
    void signatures_are_those_of_the_standard() {
        checkVector(
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        checkVector(
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    }

    private static void checkVector(String seed, String publicKey, String data, String signature) {
        try (NKey key = NKey.fromSeed(KeyText.encodeSeed(NKeyKind.USER, HEX.parseHex(seed)))) {
            assertThat(HEX.formatHex(key.publicKeyBytes())).isEqualTo(publicKey);
            assertThat(HEX.formatHex(key.sign(HEX.parseHex(data)))).isEqualTo(signature);
            assertThat(key.verify(HEX.parseHex(data), HEX.parseHex(signature))).isTrue();
        }
    }

    // computed by another implementation of X25519 (OpenSSL)
    @Test
    void a_curve_key_is_the_one_that_other_implementations_derive() {
        byte[] seed = new byte[32];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) i;
        }
        try (NKey key = NKey.fromSeed(KeyText.encodeSeed(NKeyKind.CURVE, seed))) {
            assertThat(HEX.formatHex(key.publicKeyBytes()))
                    .isEqualTo("8f40c5adb68f25624ae5b214ea767a6ec94d829d3d7b5e1ad1ba6f3e2138285f");
        }
    }

    @ParameterizedTest
    @EnumSource(NKeyKind.class)
    void a_key_reads_back_from_its_seed_and_its_public_text(NKeyKind kind) {
        try (NKey key = NKey.generate(kind)) {
            assertThat(key.kind()).isEqualTo(kind);
            assertThat(key.publicKey()).hasSize(56).startsWith(String.valueOf(kind.letter()));
            assertThat(new String(key.seed())).hasSize(58).startsWith("S" + kind.letter());
            assertThat(NKey.isPublicKey(key.publicKey(), kind)).isTrue();
            assertThat(NKey.fromPublicKey(key.publicKey()).kind()).isEqualTo(kind);
            try (NKey again = NKey.fromSeed(key.seed());
                    NKey fromPrivate = NKey.fromPrivateKey(key.privateKey(), kind)) {
                assertThat(again.publicKey()).isEqualTo(key.publicKey());
                assertThat(fromPrivate.publicKey()).isEqualTo(key.publicKey());
                assertThat(new String(key.privateKey())).startsWith("P");
            }
        }
    }

    @Test
    void a_public_key_verifies_what_its_pair_signed_and_nothing_else() {
        byte[] data = "nonce".getBytes(StandardCharsets.US_ASCII);
        try (NKey pair = NKey.generate(NKeyKind.USER);
                NKey other = NKey.generate(NKeyKind.USER)) {
            byte[] signature = pair.sign(data);
            NKey known = NKey.fromPublicKey(pair.publicKey());
            assertThat(known.verify(data, signature)).isTrue();
            assertThat(known.verify("Nonce".getBytes(StandardCharsets.US_ASCII), signature))
                    .isFalse();
            assertThat(known.verify(data, other.sign(data))).isFalse();
            assertThat(known.verify(data, new byte[64])).isFalse();
            assertThat(known.verify(data, new byte[3])).isFalse();
            assertThatThrownBy(() -> known.sign(data)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(known::seed).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_text_with_any_one_character_changed_is_refused_without_being_shown() {
        try (NKey key = NKey.generate(NKeyKind.USER)) {
            char[] seed = key.seed();
            for (int i = 0; i < seed.length; i++) {
                char[] wrong = seed.clone();
                wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
                assertThatThrownBy(() -> NKey.fromSeed(wrong))
                        .isInstanceOf(InvalidKeyException.class)
                        .hasMessageNotContaining(new String(wrong, 2, 20));
            }
            char[] publicKey = key.publicKey().toCharArray();
            for (int i = 0; i < publicKey.length; i++) {
                char[] wrong = publicKey.clone();
                wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
                assertThatThrownBy(() -> NKey.fromPublicKey(new String(wrong))).isInstanceOf(InvalidKeyException.class);
                assertThat(NKey.isPublicKey(new String(wrong), NKeyKind.USER)).isFalse();
            }
        }
    }

    @Test
    void a_key_of_the_wrong_form_or_length_is_refused() {
        try (NKey key = NKey.generate(NKeyKind.ACCOUNT)) {
            assertThatThrownBy(() -> NKey.fromSeed(key.publicKey().toCharArray()))
                    .isInstanceOf(InvalidKeyException.class);
            assertThatThrownBy(() -> NKey.fromPublicKey(new String(key.seed())))
                    .isInstanceOf(InvalidKeyException.class);
            assertThatThrownBy(() -> NKey.fromPrivateKey(key.seed(), NKeyKind.ACCOUNT))
                    .isInstanceOf(InvalidKeyException.class);
            assertThatThrownBy(() -> NKey.fromPublicKey("")).isInstanceOf(InvalidKeyException.class);
            assertThat(NKey.isPublicKey(key.publicKey(), NKeyKind.USER)).isFalse();
        }
    }

    @Test
    void a_closed_key_signs_no_more_and_a_curve_key_never() {
        NKey key = NKey.generate(NKeyKind.USER);
        key.close();
        key.close();
        assertThatThrownBy(() -> key.sign(new byte[1])).isInstanceOf(IllegalStateException.class);
        try (NKey curve = NKey.generate(NKeyKind.CURVE)) {
            assertThatThrownBy(() -> curve.sign(new byte[1])).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void printing_a_key_shows_its_public_half() {
        try (NKey key = NKey.generate(NKeyKind.USER)) {
            assertThat(key.toString()).contains(key.publicKey()).doesNotContain(new String(key.seed()));
        }
    }

    @Test
    void a_server_id_has_the_shape_of_a_server_key() {
        String id = NKeys.randomServerId();
        assertThat(NKey.isPublicKey(id, NKeyKind.SERVER)).isTrue();
        assertThat(NKeys.randomServerId()).isNotEqualTo(id);
        assertThat(Arrays.asList(id.split(""))).hasSize(56);
    }
}
