// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OrderProcessingIT {

    @Test
    void the_demo_survives_the_end_of_its_server_with_equal_totals() throws Exception {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        int code = OrderProcessing.execute(new String[0], new OrderProcessing(out, Duration.ofSeconds(1)));
        String text = shown.toString(StandardCharsets.UTF_8);
        assertThat(text).contains("was killed when", "sent by the shops", "entered by the ledger", "orders a second");
        assertThat(text).contains("✔ Every order was kept and entered, once and unchanged.");
        assertThat(code).isZero();
    }

    @Test
    void a_server_that_is_given_is_not_killed(@TempDir Path folder) throws Exception {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        try (NatsServer server =
                NatsServer.builder().jetStream(js -> js.storeDir(folder)).start()) {
            OrderProcessing demo = new OrderProcessing(out, Duration.ofSeconds(1));
            assertThat(OrderProcessing.execute(new String[] {server.url()}, demo))
                    .isZero();
        }
        assertThat(shown.toString(StandardCharsets.UTF_8)).doesNotContain("killed");
    }
}
