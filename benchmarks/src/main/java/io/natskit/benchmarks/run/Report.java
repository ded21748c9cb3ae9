// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Makes {@code results/README.md} and a picture a table of all the data that there is. */
final class Report {
    private static final Map<String, String> TITLES = titles();

    private final Setup setup;

    Report(Setup setup) {
        this.setup = setup;
    }

    private static Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("server", "Our server over nats-server, raw generator");
        titles.put("scrapes", "What monitoring costs");
        titles.put("jetstream", "JetStream of our server over nats-server, raw generator");
        titles.put("nats-bench", "Our server over nats-server, nats bench");
        titles.put("cli-bench", "natskit bench over nats bench, what each says itself");
        titles.put("client", "Our client over jnats, on the same server");
        titles.put("lame-duck", "Our client and jnats while one of two clustered nats-servers becomes a lame duck");
        titles.put("doors", "WebSocket and MQTT");
        titles.put("startup", "Start");
        titles.put("memory", "Memory");
        return titles;
    }

    void write() throws IOException {
        StringBuilder text = new StringBuilder("""
            # Results

            Made by the runner; `../README.md` says how to repeat them. "min / median / max" are the ratios ours : theirs of single
            rounds, except where a limit is an absolute figure; "ours" and "theirs" are medians; "rounds" is how many rounds there were.
            A row is void where the generator's own ceiling was less than twice the faster side. In publish rows of the clients the ceiling is what
            the raw generator gets out of the same server, at its best in the same run; a missed row that reaches 0.9 of it is at the server's limit.

            """);
        text.append(machine()).append('\n');
        for (Map.Entry<String, String> title : TITLES.entrySet()) {
            List<Claim> measured = new ArrayList<>();
            for (Claim claim : Claims.all()) {
                if (claim.group().equals(title.getKey()) && Files.exists(setup.dataFile(claim.row()))) {
                    measured.add(claim);
                }
            }
            if (!measured.isEmpty()) {
                table(text, title.getValue(), measured);
                Path picture = setup.results().resolve(title.getKey() + ".png");
                if (Picture.draw(title.getValue(), measured, setup, picture)) {
                    text.append("![")
                            .append(title.getValue())
                            .append("](")
                            .append(picture.getFileName())
                            .append(")\n\n");
                }
            }
        }
        Path jmh = setup.results().resolve("data").resolve("jmh.md");
        if (Files.exists(jmh)) {
            text.append("## JMH\n\n").append(Files.readString(jmh)).append('\n');
        }
        Files.createDirectories(setup.results());
        Files.writeString(setup.results().resolve("README.md"), text);
    }

    /** The description is kept beside the data, so that a report made elsewhere does not claim another machine. */
    private String machine() throws IOException {
        Path file = setup.results().resolve("data").resolve("machine.md");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void table(StringBuilder text, String title, List<Claim> claims) {
        text.append("## ").append(title).append("\n\n");
        text.append("| load | ours | theirs | min / median / max | limit | ceiling | rounds | verdict |\n");
        text.append("|---|---|---|---|---|---|---|---|\n");
        for (Claim claim : claims) {
            RowData data = RowData.read(setup.dataFile(claim.row()));
            double[] spread = claim.spread(data);
            OptionalDouble ceiling = data.ceiling().isPresent() ? data.ceiling() : data.serverLimit();
            boolean rate = claim.figure().equals("rate") && ceiling.isPresent();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s%s | %s%s | %s | %s | %s | %d | %s |%n",
                    claim.label(),
                    Numbers.shortForm(data, RowData.OURS, claim.figure()),
                    unit(claim),
                    Numbers.shortForm(data, RowData.THEIRS, claim.figure()),
                    unit(claim),
                    range(spread),
                    claim.limitText(),
                    rate ? Numbers.shortForm(ceiling.getAsDouble()) : "",
                    data.values(RowData.OURS, claim.figure()).length,
                    claim.verdict(data)));
        }
        text.append('\n');
    }

    private static String unit(Claim claim) {
        return claim.unit().isEmpty() || claim.unit().equals("/s") ? claim.unit() : " " + claim.unit();
    }

    private static String range(double[] spread) {
        return String.format(Locale.ROOT, "%.2f / **%.2f** / %.2f", spread[0], spread[1], spread[2]);
    }
}
