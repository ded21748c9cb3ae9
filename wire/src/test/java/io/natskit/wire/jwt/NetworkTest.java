// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.1.7/32, 192.168.1.7, true",
        "192.168.1.7/32, 192.168.1.6, false",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, ::1, false",
        "::/0, ::1, true",
        "fd00::/8, fd12:3456::1, true",
        "fd00::/8, fe00::1, false",
        "::1/128, 0:0:0:0:0:0:0:1, true",
        "127.0.0.0/8, ::ffff:127.0.0.1, true",
        "10.0.0.0/8, nonsense, false",
    })
    void an_address_lies_in_a_network_or_not(String network, String address, boolean inside) {
        assertThat(Network.parse(network)).isNotNull();
        assertThat(Network.parse(network).contains(address)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0",
                "10.0.0.0/33",
                "10.0.0/8",
                "10.0.0.0.0/8",
                "256.0.0.0/8",
                "::/129",
                ":::/8",
                "1::2::3/8",
                "localhost/8",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "g::/8",
                "1:2:3:4:5:6:7/8"
            })
    void what_is_no_network_is_none(String text) {
        assertThat(Network.isNetwork(text)).isFalse();
    }
}
