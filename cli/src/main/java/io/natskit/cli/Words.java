// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli;

import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.Compression;
import io.natskit.wire.jetstream.DiscardPolicy;
import io.natskit.wire.jetstream.ReplayPolicy;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StorageType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The words of the nats CLI for constants of the API: in any case, with or without dashes. */
final class Words {
    private static final List<Class<? extends Enum<?>>> TYPES = List.of(
            AckPolicy.class,
            Compression.class,
            DiscardPolicy.class,
            ReplayPolicy.class,
            RetentionPolicy.class,
            StorageType.class);

    private Words() {}

    static void register(CommandLine line) {
        TYPES.forEach(type -> register(line, type));
    }

    private static <E> void register(CommandLine line, Class<E> type) {
        line.registerConverter(type, text -> constant(type, text));
    }

    private static <E> E constant(Class<E> type, String text) {
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String word = plain(constant.toString());
            if (word.equals(plain(text))) {
                return constant;
            }
            words.add(word);
        }
        throw new TypeConversionException("\"" + text + "\" (expected: " + String.join(", ", words) + ")");
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }
}
