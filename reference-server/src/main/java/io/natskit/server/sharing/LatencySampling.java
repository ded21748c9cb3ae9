// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.protocol.PublishFrame;
import io.natskit.wire.jwt.ServiceLatency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which requests to a service are measured (AC-05): so many of a hundred, and beside them those that a tracing system has marked, by the headers of
 * Jaeger, of Zipkin (in either form) or of W3C, in this order.
 */
final class LatencySampling {
    private static final int ALL = 100;
    private static final String JAEGER = "Uber-Trace-Id";
    private static final String JAEGER_CONTEXT = "Uberctx-";
    private static final String ZIPKIN = "B3";
    private static final String ZIPKIN_TRACE = "X-B3-Traceid";
    private static final String ZIPKIN_SAMPLED = "X-B3-Sampled";
    private static final List<String> ZIPKIN_ALL =
            List.of(ZIPKIN_SAMPLED, ZIPKIN_TRACE, "X-B3-Parentspanid", "X-B3-Spanid");
    private static final String W3C = "Traceparent";
    private static final String W3C_STATE = "Tracestate";

    private LatencySampling() {}

    /** The headers for which this request is measured, none where chance decided; null if it is not. */
    static @Nullable Map<String, List<String>> reasons(ServiceLatency rule, PublishFrame request) {
        int percent = rule.samplingPercent();
        if (percent >= ALL || percent > 0 && ThreadLocalRandom.current().nextInt(ALL) <= percent) {
            return Map.of();
        }
        Map<String, List<String>> headers = MimeHeaders.of(request);
        return headers.isEmpty() ? null : marked(headers);
    }

    private static @Nullable Map<String, List<String>> marked(Map<String, List<String>> headers) {
        String jaeger = first(headers, JAEGER);
        if (jaeger != null) {
            return isJaegerSampled(jaeger)
                    ? only(headers, name -> name.equals(JAEGER) || name.startsWith(JAEGER_CONTEXT))
                    : null;
        }
        String sampled = first(headers, ZIPKIN_SAMPLED);
        if ("0".equals(sampled)) {
            return null;
        }
        if ("1".equals(sampled) || headers.containsKey(ZIPKIN_TRACE)) {
            return only(headers, ZIPKIN_ALL::contains);
        }
        String zipkin = first(headers, ZIPKIN);
        if (zipkin != null) {
            return isZipkinDenied(zipkin) ? null : only(headers, ZIPKIN::equals);
        }
        String w3c = first(headers, W3C);
        return w3c != null && isW3cSampled(w3c)
                ? only(headers, name -> name.equals(W3C) || name.equals(W3C_STATE))
                : null;
    }

    private static @Nullable String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    private static Map<String, List<String>> only(Map<String, List<String>> headers, Predicate<String> names) {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        headers.forEach((name, values) -> {
            if (names.test(name)) {
                kept.put(name, List.copyOf(values));
            }
        });
        return kept;
    }

    /** {@code trace:span:parent:flags}, of whose flags in hexadecimal the lowest says it. */
    private static boolean isJaegerSampled(String value) {
        String[] parts = value.split(":", -1);
        return parts.length == 4 && parts[3].length() <= 2 && (hexadecimal(parts[3]) & 1) == 1;
    }

    /** {@code trace-span-state-parent}, or the state alone. */
    private static boolean isZipkinDenied(String value) {
        String[] parts = value.split("-", -1);
        return parts.length > 2 ? parts[2].equals("0") : parts.length == 1 && parts[0].equals("0");
    }

    /** {@code version-trace-parent-flags}, of whose two digits of flags the lowest bit says it. */
    static boolean isW3cSampled(String value) {
        String[] parts = value.split("-", -1);
        // as nats-server reads it: a signed byte
        int flags = parts.length == 4 && parts[3].length() == 2 ? hexadecimal(parts[3]) : 0;
        return flags > 0 && flags <= Byte.MAX_VALUE && (flags & 1) == 1;
    }

    /** 0 for what is no number. */
    private static int hexadecimal(String digits) {
        try {
            return Integer.parseUnsignedInt(digits, 16);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
