// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.xkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.wire.nkey.InvalidKeyException;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class XKeysTest {
    private static final byte[] MESSAGE = "who is it".getBytes(StandardCharsets.US_ASCII);

    private final NKey ada = NKey.generate(NKeyKind.CURVE);
    private final NKey bob = NKey.generate(NKeyKind.CURVE);

    // "Cryptography in NaCl", D. J. Bernstein 2009, sections 3 and 10: the keys of alice and bob, and firstkey, which
    // HSalsa20 makes of their secret
    @Test
    void the_secret_and_the_box_are_those_of_the_paper_on_nacl() throws BrokenSealException {
        byte[] shared = hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
        byte[] nonce = hex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");
        byte[] message = hex(
                "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c"
                        + "01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924"
                        + "ca1c60902e52f0a089bc76897040e082f937763848645e0705");
        byte[] boxed = hex(
                "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc1"
                        + "7c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6b"
                        + "b3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5");
        byte[] out = new byte[SecretBox.TAG_BYTES + message.length];

        SecretBox.of(shared.clone(), nonce).seal(message, out, 0);

        assertThat(out).isEqualTo(boxed);
        assertThat(SecretBox.of(shared.clone(), nonce).open(boxed, 0)).isEqualTo(message);
    }

    @Test
    void what_is_sealed_is_opened_by_the_recipient_alone() throws BrokenSealException {
        byte[] sealed = XKeys.seal(MESSAGE, ada, bob.publicKey());

        assertThat(XKeys.open(sealed, bob, ada.publicKey())).isEqualTo(MESSAGE);
        assertThat(new String(sealed, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("xkv1");
        assertThat(sealed).hasSize(MESSAGE.length + 44);
        NKey eve = NKey.generate(NKeyKind.CURVE);
        assertThatThrownBy(() -> XKeys.open(sealed, eve, ada.publicKey())).isInstanceOf(BrokenSealException.class);
        assertThatThrownBy(() -> XKeys.open(sealed, bob, eve.publicKey())).isInstanceOf(BrokenSealException.class);
    }

    @Test
    void the_same_message_is_sealed_otherwise_each_time() {
        assertThat(XKeys.seal(MESSAGE, ada, bob.publicKey())).isNotEqualTo(XKeys.seal(MESSAGE, ada, bob.publicKey()));
    }

    @Test
    void each_byte_counts_and_each_length() {
        byte[] sealed = XKeys.seal(MESSAGE, ada, bob.publicKey());
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> XKeys.open(changed, bob, ada.publicKey()))
                    .as("byte %s", i)
                    .isInstanceOf(BrokenSealException.class);
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThatThrownBy(() -> XKeys.open(cut, bob, ada.publicKey()))
                    .as("length %s", i)
                    .isInstanceOf(BrokenSealException.class);
        }
    }

    @Test
    void other_keys_than_curve_keys_are_refused() {
        NKey user = NKey.generate(NKeyKind.USER);

        assertThatThrownBy(() -> XKeys.seal(MESSAGE, ada, user.publicKey())).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> XKeys.seal(MESSAGE, user, bob.publicKey())).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> XKeys.seal(MESSAGE, ada, "X")).isInstanceOf(InvalidKeyException.class);
        NKey closed = NKey.generate(NKeyKind.CURVE);
        closed.close();
        // CVE-2023-46129: a key without its seed must not seal with zeros
        assertThatThrownBy(() -> XKeys.seal(MESSAGE, closed, bob.publicKey()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> XKeys.seal(MESSAGE, NKey.fromPublicKey(ada.publicKey()), bob.publicKey()))
                .isInstanceOf(IllegalStateException.class);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
