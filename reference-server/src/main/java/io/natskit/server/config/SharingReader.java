// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.server.config.ConfigProblems.Mismatch;
import io.natskit.wire.GoDuration;
import io.natskit.wire.jwt.ServiceLatency;
import io.natskit.wire.subject.Subjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code exports} and {@code imports} of an account, with the messages of nats-server. */
final class SharingReader {
    private final ConfigProblems problems;

    SharingReader(ConfigProblems problems) {
        this.problems = problems;
    }

    List<ExportOptions> exports(ConfigNode node) {
        if (!(node.value() instanceof List)) {
            throw ConfigProblems.mismatch(node, "Exports should be an array, got " + node.goType());
        }
        List<ExportOptions> exports = new ArrayList<>();
        for (ConfigNode entry : ConfigProblems.list(node)) {
            try {
                exports.add(export(entry));
            } catch (Mismatch mismatch) {
                problems.add(mismatch);
            }
        }
        return exports;
    }

    private ExportOptions export(ConfigNode entry) {
        if (!(entry.value() instanceof Map)) {
            throw ConfigProblems.mismatch(entry, "Export Items should be a map with type entry, got " + entry.goType());
        }
        Map<String, ConfigNode> fields = ConfigProblems.map(entry);
        ConfigNode stream = field(fields, "stream");
        ConfigNode service = field(fields, "service");
        if (stream != null && service != null) {
            throw ConfigProblems.mismatch(
                    service, "Detected service " + GoText.quote(service.shown()) + " but already saw a stream");
        }
        ConfigNode subject = stream != null ? stream : service;
        if (subject == null) {
            throw ConfigProblems.mismatch(entry, "Export Items should be a map with type entry, got none");
        }
        if (!(subject.value() instanceof String text)) {
            throw ConfigProblems.mismatch(
                    subject,
                    "Expected " + (stream != null ? "stream" : "service") + " name to be string, got "
                            + subject.goType());
        }
        ExportOptions.Builder export = stream != null ? ExportOptions.stream(text) : ExportOptions.service(text);
        fields.forEach((name, value) -> exportField(name, value, export, stream != null));
        return export.build();
    }

    private void exportField(String shown, ConfigNode value, ExportOptions.Builder export, boolean stream) {
        switch (GoText.lower(shown)) {
            case "stream", "service" -> {}
            case "accounts" ->
                export.accounts(ConfigProblems.list(value).stream()
                        .map(ConfigProblems::string)
                        .toList());
            case "account_token_position" -> export.accountTokenPosition(ConfigProblems.integer(value));
            case "response", "response_type" -> {
                refuseOn(stream, value, "response");
                export.responseType(responseType(value));
            }
            case "threshold", "response_threshold", "response_max_time", "response_time" -> {
                refuseOn(stream, value, "response");
                export.responseThreshold(threshold(value));
            }
            case "latency" -> {
                ServiceLatency latency = LatencyReader.read(value);
                refuseOn(stream, value, "latency");
                export.latency(latency);
            }
            case "allow_trace" -> {
                refuseOn(stream, value, "allow_trace");
                export.allowTrace(ConfigProblems.bool(value));
            }
            default -> problems.unknown(value, shown);
        }
    }

    private static void refuseOn(boolean stream, ConfigNode value, String what) {
        if (stream) {
            throw ConfigProblems.mismatch(value, "Detected " + what + " directive on non-service");
        }
    }

    private static ExportOptions.ResponseType responseType(ConfigNode value) {
        if (!(value.value() instanceof String text)) {
            throw ConfigProblems.mismatch(value, "Expected response type to be string, got " + value.goType());
        }
        return switch (GoText.lower(text)) {
            case "single", "singleton" -> ExportOptions.ResponseType.SINGLETON;
            case "stream" -> ExportOptions.ResponseType.STREAM;
            case "chunk", "chunked" -> ExportOptions.ResponseType.CHUNKED;
            default -> throw ConfigProblems.mismatch(value, "Unknown response type: " + GoText.quote(text));
        };
    }

    private static Duration threshold(ConfigNode value) {
        if (!(value.value() instanceof String text)) {
            throw ConfigProblems.mismatch(
                    value, "Expected response threshold to be a parseable time duration, got " + value.goType());
        }
        try {
            return GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw ConfigProblems.mismatch(
                    value, "Expected response threshold to be a parseable time duration, got " + GoText.quote(text));
        }
    }

    List<ImportOptions> imports(ConfigNode node) {
        if (!(node.value() instanceof List)) {
            throw ConfigProblems.mismatch(node, "Imports should be an array, got " + node.goType());
        }
        List<ImportOptions> imports = new ArrayList<>();
        for (ConfigNode entry : ConfigProblems.list(node)) {
            try {
                imports.add(imported(entry));
            } catch (Mismatch mismatch) {
                problems.add(mismatch);
            }
        }
        return imports;
    }

    private ImportOptions imported(ConfigNode entry) {
        if (!(entry.value() instanceof Map)) {
            throw ConfigProblems.mismatch(entry, "Import Items should be a map with type entry, got " + entry.goType());
        }
        Map<String, ConfigNode> fields = ConfigProblems.map(entry);
        ConfigNode stream = field(fields, "stream");
        ConfigNode service = field(fields, "service");
        if (stream != null && service != null) {
            throw ConfigProblems.mismatch(service, "Detected service but already saw a stream");
        }
        ConfigNode source = stream != null ? stream : service;
        if (source == null) {
            throw ConfigProblems.mismatch(entry, "Import Items should be a map with type entry, got none");
        }
        ImportOptions imported = source(source, stream != null);
        String prefix = "";
        String to = "";
        for (Map.Entry<String, ConfigNode> field : fields.entrySet()) {
            ConfigNode value = field.getValue();
            switch (GoText.lower(field.getKey())) {
                case "stream", "service" -> {}
                case "prefix" -> prefix = ConfigProblems.string(value);
                case "to" -> to = ConfigProblems.string(value);
                case "share" -> imported = imported.share(ConfigProblems.bool(value));
                case "allow_trace" -> {
                    if (service != null) {
                        throw ConfigProblems.mismatch(value, "Detected allow_trace directive on a non-stream");
                    }
                    imported = imported.allowTrace(ConfigProblems.bool(value));
                }
                default -> problems.unknown(value, field.getKey());
            }
        }
        if (stream != null && !prefix.isEmpty()) {
            if (!to.isEmpty()) {
                throw ConfigProblems.mismatch(entry, "Stream import can not have a 'prefix' and a 'to' property");
            }
            if (!Subjects.isLiteral(prefix)) {
                throw ConfigProblems.mismatch(
                        entry,
                        "Error adding stream import " + GoText.quote(imported.subject())
                                + ": stream import prefix can not contain wildcard tokens");
            }
            return imported.to((prefix.endsWith(".") ? prefix : prefix + ".") + imported.subject());
        }
        return imported.to(to);
    }

    private ImportOptions source(ConfigNode source, boolean stream) {
        if (!(source.value() instanceof Map)) {
            throw ConfigProblems.mismatch(
                    source,
                    (stream ? "Stream" : "Service") + " entry should be an account map, got " + source.goType());
        }
        String account = "";
        String subject = "";
        for (Map.Entry<String, ConfigNode> field : ConfigProblems.map(source).entrySet()) {
            switch (GoText.lower(field.getKey())) {
                case "account" -> account = ConfigProblems.string(field.getValue());
                case "subject" -> subject = ConfigProblems.string(field.getValue());
                default -> problems.unknown(field.getValue(), field.getKey());
            }
        }
        if (account.isEmpty() || subject.isEmpty()) {
            throw ConfigProblems.mismatch(source, "Expect an account name and a subject");
        }
        return stream ? ImportOptions.stream(account, subject) : ImportOptions.service(account, subject);
    }

    private static @Nullable ConfigNode field(Map<String, ConfigNode> fields, String name) {
        for (Map.Entry<String, ConfigNode> field : fields.entrySet()) {
            if (GoText.lower(field.getKey()).equals(name)) {
                return field.getValue();
            }
        }
        return null;
    }
}
