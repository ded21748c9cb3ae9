// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CVE-2026-33248: names of several values in a part, in another order, escaped, repeated. */
class DistinguishedNameTest {
    private static DistinguishedName subject(String text) {
        SubjectName name = SubjectName.of(new X500Principal(text).getEncoded());
        assertThat(name).isNotNull();
        DistinguishedName distinguished = name.distinguished();
        assertThat(distinguished).isNotNull();
        return distinguished;
    }

    private static DistinguishedName user(String text) {
        DistinguishedName parsed = DistinguishedName.parse(text);
        assertThat(parsed).isNotNull();
        return parsed;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=a,O=b | CN=a,O=b | true | true",
                "CN=a,O=b | O=b,CN=a | false | true",
                "CN=a+OU=c,O=b | OU=c+CN=a,O=b | true | true",
                "CN=a+OU=c,O=b | CN=a,OU=c,O=b | false | false",
                "OU=x,OU=y,O=b | OU=y,OU=x,O=b | false | true",
                "OU=x,OU=x,O=b | OU=x,OU=y,O=b | false | false",
                "OU=x,OU=y,O=b | OU=x,OU=x,O=b | false | false",
                "CN=a,O=b | cn=a,o=b | true | true",
                "CN=a,O=b | CN=A,O=b | false | false",
                "CN=a,O=b | CN=a | false | false",
                "CN=a | CN=a,O=b | false | false",
                "CN=\"x,O=b\" | CN=x,O=b | false | false",
                "CN=\"x,O=b\" | CN=x\\,O\\=b | true | true",
                "CN=a b | CN=\\61\\20b | true | true",
                "DC=com,CN=a | DC=com,CN=a | true | true",
            })
    void a_user_is_the_subject_or_is_not(String certificate, String user, boolean same, boolean anyOrder) {
        assertThat(user(user).isSame(subject(certificate))).isEqualTo(same);
        assertThat(user(user).isSameInAnyOrder(subject(certificate))).isEqualTo(anyOrder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a,b", ",CN=a", "CN=#0403", "CN=\\zz", "CN=\\4"})
    void what_is_no_name_is_none(String text) {
        assertThat(DistinguishedName.parse(text)).isNull();
    }

    @Test
    void go_s_own_form_has_an_order_of_its_own_and_keeps_the_last_of_what_is_one() {
        SubjectName name = SubjectName.of(
                new X500Principal("C=GB,O=\"b, c\",OU=x,OU=y,CN=first,CN=last,DC=com,DC=example").getEncoded());
        assertThat(name).isNotNull();
        assertThat(name.shown()).isEqualTo("CN=first,OU=y+OU=x,O=b\\, c,C=GB");
        assertThat(name.domainComponents()).isEqualTo("DC=example,DC=com");
    }

    @Test
    void an_attribute_that_nats_server_does_not_know_makes_no_distinguished_name() {
        SubjectName name = SubjectName.of(new X500Principal("UID=7,CN=a").getEncoded());
        assertThat(name).isNotNull();
        assertThat(name.distinguished()).isNull();
        assertThat(name.shown()).isEqualTo("CN=a");
    }

    @Test
    void der_that_is_cut_or_lies_about_its_length_is_no_name() {
        byte[] der = new X500Principal("CN=a,O=b").getEncoded();
        for (int length = 0; length < der.length; length++) {
            assertThat(SubjectName.of(Arrays.copyOf(der, length))).isNull();
        }
        for (int at = 0; at < der.length; at++) {
            byte[] wrong = der.clone();
            wrong[at] = (byte) 0x84;
            SubjectName.of(wrong);
        }
    }
}
