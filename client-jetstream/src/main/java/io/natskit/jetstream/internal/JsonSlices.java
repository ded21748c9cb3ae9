// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts the objects of an array out of a JSON object, so that each can be read by the reader of its type. Without recursion; malformed JSON gives what there is. */
final class JsonSlices {
    private JsonSlices() {}

    /** The objects in the array {@code name} of the outermost object. */
    static List<byte[]> objects(byte[] json, String name) {
        byte[] key = ("\"" + name + "\"").getBytes(StandardCharsets.UTF_8);
        List<byte[]> found = new ArrayList<>();
        int depth = 0;
        int begin = -1;
        boolean inside = false;
        for (int i = 0; i < json.length; i++) {
            switch (json[i]) {
                case '"' -> {
                    int end = endOfText(json, i);
                    if (depth == 1 && isKey(json, i, end, key, '[')) {
                        inside = true;
                    }
                    i = end;
                }
                case '{' -> {
                    if (inside && depth == 2) {
                        begin = i;
                    }
                    depth++;
                }
                case '[' -> depth++;
                case '}' -> {
                    depth--;
                    if (inside && depth == 2 && begin >= 0) {
                        found.add(Arrays.copyOfRange(json, begin, i + 1));
                        begin = -1;
                    }
                }
                case ']' -> {
                    depth--;
                    if (inside && depth == 1) {
                        return found;
                    }
                }
                default -> {
                    // no structure
                }
            }
        }
        return found;
    }

    /** The object in the field {@code name} of the outermost object; throws {@link io.natskit.wire.json.JsonException} when there is none. */
    static byte[] object(byte[] json, String name) {
        byte[] key = ("\"" + name + "\"").getBytes(StandardCharsets.UTF_8);
        int depth = 0;
        int begin = -1;
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '"') {
                int end = endOfText(json, i);
                if (depth == 1 && begin < 0 && isKey(json, i, end, key, '{')) {
                    begin = end + 1;
                }
                i = end;
            } else if (json[i] == '{' || json[i] == '[') {
                if (begin >= 0 && depth == 1) {
                    begin = i;
                }
                depth++;
            } else if (json[i] == '}' || json[i] == ']') {
                depth--;
                if (begin >= 0 && depth == 1) {
                    return Arrays.copyOfRange(json, begin, i + 1);
                }
            }
        }
        throw new io.natskit.wire.json.JsonException("no object \"" + name + "\" in " + json.length + " bytes");
    }

    private static int endOfText(byte[] json, int quote) {
        int i = quote + 1;
        while (i < json.length && json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, json.length - 1);
    }

    /** Whether the text is {@code key} with a colon and {@code opens} behind it. */
    private static boolean isKey(byte[] json, int from, int end, byte[] key, char opens) {
        if (!Arrays.equals(json, from, end + 1, key, 0, key.length)) {
            return false;
        }
        int i = end + 1;
        while (i < json.length && (json[i] == ' ' || json[i] == ':' || json[i] == '\n' || json[i] == '\t')) {
            i++;
        }
        return i < json.length && json[i] == opens;
    }
}
