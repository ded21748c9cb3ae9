// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OrderProcessingIT {

    @Test
    void the_demo_ends_by_itself_with_equal_totals() throws Exception {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        int code = OrderProcessing.execute(new String[0], new OrderProcessing(out, Duration.ofSeconds(1)));
        String text = shown.toString(StandardCharsets.UTF_8);
        assertThat(text).contains("sent by the shops", "entered by the ledger", "orders a second");
        assertThat(text).contains("✔ All that was sent was received");
        assertThat(code).isZero();
    }
}
