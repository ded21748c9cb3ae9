// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.wire.GoDuration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the {@code jetstream} block, that of the server and those of accounts. Keys in a TPM are refused by name. */
final class JetStreamReader {
    private static final int CONCURRENT_IO_MIN = 4;
    private static final int CONCURRENT_IO_MAX = 8192;

    private final ConfigProblems problems;
    private final ServerOptions.Builder options;
    private boolean storeDirNamed;

    JetStreamReader(ConfigProblems problems, ServerOptions.Builder options) {
        this.problems = problems;
        this.options = options;
    }

    /** The folder, at the top level or in the block: once in a file. */
    void storeDir(ConfigNode node) {
        if (storeDirNamed) {
            throw ConfigProblems.mismatch(node, "Duplicate 'store_dir' configuration");
        }
        String path = ConfigProblems.string(node);
        if (!path.isEmpty()) {
            storeDirNamed = true;
            options.jetStream(js -> js.storeDir(ConfigProblems.path(node, path)));
        }
    }

    /** The domains that accounts without JetStream mean, at the top level. */
    void defaultDomains(ConfigNode node) {
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(node, "error default_js_domain config: unsupported type " + node.goType());
        }
        Map<String, String> domains = new LinkedHashMap<>();
        ConfigProblems.map(node).forEach((account, domain) -> domains.put(account, ConfigProblems.string(domain)));
        options.jetStream(js -> js.defaultDomains(domains));
    }

    void read(ConfigNode node) {
        Boolean on = switchOf(node);
        if (on != null) {
            options.jetStream(js -> js.enabled(on));
            return;
        }
        boolean[] enabled = {true};
        ConfigProblems.map(node).forEach((field, value) -> {
            if (GoText.lower(field).equals("enabled") || GoText.lower(field).equals("enable")) {
                enabled[0] = ConfigProblems.bool(value);
            } else {
                field(field, value);
            }
        });
        options.jetStream(js -> js.enabled(enabled[0]));
    }

    /** What a value that is no block says; null for a block. */
    private static @Nullable Boolean switchOf(ConfigNode node) {
        Object value = node.value();
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "enabled", "enable" -> true;
                case "disabled", "disable" -> false;
                default ->
                    throw ConfigProblems.mismatch(
                            node, "Expected 'enabled' or 'disabled' for string value, got '" + text + "'");
            };
        }
        if (!(value instanceof Map)) {
            throw ConfigProblems.mismatch(
                    node, "Expected map, bool or string to define JetStream, got " + node.goType());
        }
        return null;
    }

    private void field(String field, ConfigNode value) {
        String name = GoText.lower(field);
        switch (name) {
            case "strict" -> {
                if (!(value.value() instanceof Boolean strict)) {
                    throw ConfigProblems.mismatch(
                            value, "Expected 'true' or 'false' for bool value, got '" + value.shown() + "'");
                }
                options.jetStream(js -> js.strict(strict));
            }
            case "store", "store_dir", "storedir" -> storeDir(value);
            case "sync", "sync_interval" -> sync(field, value);
            case "max_memory_store", "max_mem_store", "max_mem" ->
                size(value, "max_mem_store", bytes -> options.jetStream(js -> js.maxMemoryBytes(bytes)));
            case "max_file_store", "max_file" ->
                size(value, "max_file_store", bytes -> options.jetStream(js -> js.maxFileBytes(bytes)));
            case "domain" -> {
                String domain = ConfigProblems.string(value);
                options.jetStream(js -> js.domain(domain.isEmpty() ? null : domain));
            }
            case "unique_tag" -> {
                String tag = ConfigProblems.string(value).strip().toLowerCase(Locale.ROOT);
                options.jetStream(js -> js.uniqueTag(tag.isEmpty() ? null : tag));
            }
            case "extension_hint" -> {
                String hint = ConfigProblems.string(value);
                options.jetStream(js -> js.extensionHint(hint.isEmpty() ? null : hint));
            }
            case "limits" -> limits(value);
            case "max_buffered_size" ->
                size(value, name, bytes -> {
                    if (bytes > 0) {
                        options.jetStream(js -> js.maxBufferedBytes(bytes));
                    }
                });
            case "max_buffered_msgs" ->
                count(field, value, most -> {
                    if (most > 0) {
                        options.jetStream(js -> js.maxBufferedMessages(most));
                    }
                });
            case "request_queue_limit" ->
                count(field, value, most -> {
                    if (most > 0) {
                        options.jetStream(js -> js.requestQueueLimit(most).infoQueueLimit(most));
                    }
                });
            case "info_queue_limit" ->
                count(field, value, most -> {
                    if (most > 0) {
                        options.jetStream(js -> js.infoQueueLimit(most));
                    }
                });
            case "key", "ek", "encryption_key" -> encryption(value, EncryptionOptions.Builder::key);
            case "prev_key", "prev_ek", "prev_encryption_key" ->
                encryption(value, EncryptionOptions.Builder::previousKey);
            case "cipher" -> cipher(value);
            case "tpm" -> problems.laterUnlessOff(value, field);
            default -> cluster(name, field, value);
        }
    }

    private void encryption(
            ConfigNode value, BiFunction<EncryptionOptions.Builder, String, EncryptionOptions.Builder> setter) {
        String key = ConfigProblems.string(value);
        options.jetStream(js -> js.encryption(encryption -> setter.apply(encryption, key)));
    }

    private void cipher(ConfigNode value) {
        String name = ConfigProblems.string(value);
        EncryptionOptions.Cipher cipher = switch (GoText.lower(name)) {
            case "chacha", "chachapoly" -> EncryptionOptions.Cipher.CHACHAPOLY;
            case "aes" -> EncryptionOptions.Cipher.AES;
            default -> throw ConfigProblems.mismatch(value, "Unknown cipher type: " + GoText.quote(name));
        };
        options.jetStream(js -> js.encryption(encryption -> encryption.cipher(cipher)));
    }

    /** What concerns clusters alone is checked, and means nothing to a single server. */
    private void cluster(String name, String field, ConfigNode value) {
        switch (name) {
            case "max_outstanding_catchup" -> size(value, name, bytes -> {});
            case "meta_compact" -> absolute(field, value, ConfigProblems.number(value));
            case "meta_compact_size" -> size(value, name, bytes -> absolute(field, value, bytes));
            case "meta_compact_sync" -> ConfigProblems.bool(value);
            case "max_concurrent_io" -> {
                if (!(value.value() instanceof Long most) || most < CONCURRENT_IO_MIN || most > CONCURRENT_IO_MAX) {
                    throw ConfigProblems.mismatch(
                            value,
                            "Expected an absolute size for " + GoText.quote(field) + " between 4 and 8192, got "
                                    + value.shown());
                }
            }
            default -> problems.unknown(value, field);
        }
    }

    private static void absolute(String field, ConfigNode value, long number) {
        if (number < 0) {
            throw ConfigProblems.mismatch(
                    value, "Expected an absolute size for " + GoText.quote(field) + ", got " + value.shown());
        }
    }

    private void sync(String field, ConfigNode value) {
        if (value.value() instanceof String text && text.equalsIgnoreCase("always")) {
            options.jetStream(js -> js.syncAlways(true));
            return;
        }
        Duration interval = problems.duration(value, field);
        options.jetStream(js -> js.syncAlways(false));
        if (!interval.isZero()) {
            options.jetStream(js -> js.syncInterval(interval));
        }
    }

    private static void count(String field, ConfigNode value, Consumer<Long> setter) {
        if (!(value.value() instanceof Long most)) {
            throw ConfigProblems.mismatch(
                    value, "Expected a parseable size for " + GoText.quote(field) + ", got " + value.shown());
        }
        setter.accept(most);
    }

    private static void size(ConfigNode value, String name, Consumer<Long> setter) {
        if (value.value() instanceof Long bytes) {
            setter.accept(bytes);
            return;
        }
        if (!(value.value() instanceof String text)) {
            throw ConfigProblems.mismatch(value, name + " must be int64 or string");
        }
        setter.accept(text.isEmpty() ? 0L : sizeOf(value, name, text));
    }

    private static long sizeOf(ConfigNode value, String name, String text) {
        String digits = text.substring(0, text.length() - 1);
        long number;
        try {
            number = Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw ConfigProblems.mismatch(
                    value, name + " strconv.ParseInt: parsing " + GoText.quote(digits) + ": invalid syntax");
        }
        int shift = List.of("K", "M", "G", "T").indexOf(text.substring(text.length() - 1));
        if (shift < 0) {
            throw ConfigProblems.mismatch(value, name + " sizes defined as strings must end in K, M, G, T");
        }
        return number << 10 * (shift + 1);
    }

    private void limits(ConfigNode node) {
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(node, "Expected a map to define JetStreamLimits, got " + node.goType());
        }
        JetStreamLimitOptions.Builder limits = options.build().jetStream().limits().toBuilder();
        ConfigProblems.map(node).forEach((field, value) -> {
            switch (GoText.lower(field)) {
                case "max_ack_pending" -> limits.maxAckPending(ConfigProblems.integer(value));
                case "max_ha_assets" -> limits.maxHaAssets(ConfigProblems.integer(value));
                case "max_request_batch" -> limits.maxRequestBatch(ConfigProblems.integer(value));
                case "default_max_consumers" -> {
                    int most = ConfigProblems.integer(value);
                    if (most != 0) {
                        limits.defaultMaxConsumers(most);
                    }
                }
                case "duplicate_window" -> limits.duplicateWindow(goDuration(value));
                case "batch" -> batch(value, limits);
                default -> problems.unknown(value, field);
            }
        });
        options.jetStream(js -> js.limits(limits.build()));
    }

    private void batch(ConfigNode node, JetStreamLimitOptions.Builder limits) {
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(node, "Expected a map to define batch limits, got " + node.goType());
        }
        ConfigProblems.map(node).forEach((field, value) -> {
            switch (GoText.lower(field)) {
                case "max_inflight_per_stream" -> positive(value, limits::maxBatchInflightPerStream);
                case "max_inflight_total" -> positive(value, limits::maxBatchInflightTotal);
                case "max_msgs" -> positive(value, limits::maxBatchMessages);
                case "timeout" -> {
                    Duration timeout = goDuration(value);
                    if (timeout.compareTo(Duration.ZERO) > 0) {
                        limits.batchTimeout(timeout);
                    }
                }
                default -> problems.unknown(value, field);
            }
        });
    }

    private static void positive(ConfigNode value, Consumer<Integer> setter) {
        int number = ConfigProblems.integer(value);
        if (number > 0) {
            setter.accept(number);
        }
    }

    private static Duration goDuration(ConfigNode value) {
        try {
            return GoDuration.parse(ConfigProblems.string(value));
        } catch (IllegalArgumentException e) {
            throw new ConfigProblems.Mismatch(String.valueOf(e.getMessage()));
        }
    }

    /** What an account may take; null where it has no JetStream. */
    static @Nullable JetStreamAccountOptions account(ConfigProblems problems, ConfigNode node) {
        Boolean on = switchOf(node);
        JetStreamAccountOptions.Builder limits = JetStreamAccountOptions.builder();
        if (on != null) {
            return on ? limits.build() : null;
        }
        ConfigProblems.map(node).forEach((field, value) -> {
            switch (GoText.lower(field)) {
                case "max_memory", "max_mem", "mem", "memory" -> count(field, value, limits::maxMemoryBytes);
                case "max_store", "max_file", "max_disk", "store", "disk" -> count(field, value, limits::maxFileBytes);
                case "max_streams", "streams" -> count(field, value, most -> limits.maxStreams(clamp(most)));
                case "max_consumers", "consumers" -> count(field, value, most -> limits.maxConsumers(clamp(most)));
                case "max_bytes_required", "max_stream_bytes", "max_bytes" -> {
                    if (!(value.value() instanceof Boolean required)) {
                        throw ConfigProblems.mismatch(
                                value,
                                "Expected a parseable bool for " + GoText.quote(field) + ", got " + value.shown());
                    }
                    limits.maxBytesRequired(required);
                }
                case "mem_max_stream_bytes", "memory_max_stream_bytes" ->
                    count(field, value, limits::memoryMaxStreamBytes);
                case "disk_max_stream_bytes", "store_max_stream_bytes" ->
                    count(field, value, limits::fileMaxStreamBytes);
                case "max_ack_pending" -> count(field, value, most -> limits.maxAckPending(clamp(most)));
                case "cluster_traffic" -> traffic(field, value);
                default -> problems.unknown(value, field);
            }
        });
        return limits.build();
    }

    private static void traffic(String field, ConfigNode value) {
        if (!(value.value() instanceof String text)) {
            throw ConfigProblems.mismatch(
                    value,
                    "Expected either 'system' or 'owner' string value for " + GoText.quote(field) + ", got "
                            + value.shown());
        }
        if (!text.isEmpty() && !text.equals("system") && !text.equals("owner")) {
            throw ConfigProblems.mismatch(
                    value, "Expected 'system' or 'owner' string value for " + GoText.quote(field) + ", got " + text);
        }
    }

    private static int clamp(long number) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
    }
}
