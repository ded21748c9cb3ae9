// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.terminal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.natskit.wire.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** JSON for people and programs: indented, a document each. */
public final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** The document of this writer. */
    public static void print(Terminal terminal, JsonWriter json) {
        print(terminal, json.toBytes());
    }

    /** This document, indented. */
    public static void print(Terminal terminal, byte[] json) {
        terminal.line(Printable.json(pretty(json)));
    }

    /** An array of these documents. */
    public static void print(Terminal terminal, List<byte[]> documents) {
        print(terminal, array(documents));
    }

    /** This document as it is, in a line of its own: for what goes on and on. */
    public static void printLine(Terminal terminal, byte[] json) {
        terminal.line(Printable.json(new String(json, StandardCharsets.UTF_8)));
    }

    /** An array of names. */
    public static void printNames(Terminal terminal, Iterable<String> names) {
        byte[] object = new JsonWriter().strings("names", names).toBytes();
        int from = "{\"names\":".length();
        print(terminal, Arrays.copyOfRange(object, from, object.length - 1));
    }

    /** An object that is filled by {@code fields}. */
    public static byte[] object(Consumer<JsonWriter> fields) {
        JsonWriter json = new JsonWriter();
        fields.accept(json);
        return json.toBytes();
    }

    /** The documents between brackets. */
    public static byte[] array(List<byte[]> documents) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write('[');
        for (byte[] document : documents) {
            if (all.size() > 1) {
                all.write(',');
            }
            all.writeBytes(document);
        }
        all.write(']');
        return all.toByteArray();
    }

    /** What an array at this place of a document holds, such as {@code /data/list}, or what else is there: each as it stands; nothing for no such place. */
    public static List<byte[]> elements(byte[] json, String place) {
        List<byte[]> elements = new ArrayList<>();
        try (JsonParser parser = new FilteringParserDelegate(
                FACTORY.createParser(json), new JsonPointerBasedFilter(place), Inclusion.ONLY_INCLUDE_ALL, false)) {
            boolean within = parser.nextToken() == JsonToken.START_ARRAY;
            JsonToken token = within ? parser.nextToken() : parser.currentToken();
            while (token != null && token != JsonToken.END_ARRAY) {
                elements.add(structure(parser));
                token = within ? parser.nextToken() : null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        return elements;
    }

    private static byte[] structure(JsonParser parser) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            generator.copyCurrentStructure(parser);
        }
        return bytes.toByteArray();
    }

    /** The document, indented by two. */
    public static String pretty(byte[] json) {
        StringWriter text = new StringWriter();
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE)
                .withSeparators(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        try (JsonParser parser = FACTORY.createParser(json);
                JsonGenerator generator = FACTORY.createGenerator(text)) {
            generator.setPrettyPrinter(printer);
            while (parser.nextToken() != null) {
                generator.copyCurrentEventExact(parser);
            }
        } catch (IOException e) {
            return new String(json, StandardCharsets.UTF_8);
        }
        return text.toString();
    }
}
