// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.fuzz;

import io.natskit.wire.creds.CredentialsFile;
import io.natskit.wire.creds.InvalidCredentialsException;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.headers.InvalidHeadersException;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerCreateRequest;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.MessageGetRequest;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.PullRequest;
import io.natskit.wire.jetstream.StoredMessage;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamConfigRequest;
import io.natskit.wire.jetstream.StreamInfo;
import io.natskit.wire.jetstream.StreamPage;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.nkey.Base32;
import io.natskit.wire.nkey.InvalidKeyException;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for any bytes at all, one method a parser. The saved inputs run as plain tests; the profile "fuzz" looks for more.
 */
public final class FuzzTargets {
    private FuzzTargets() {}

    /** Headers are refused or read without an error, and go on as they came. */
    public static void headers(byte[] input) {
        Headers headers;
        try {
            headers = Headers.ofBytes(input, 0, input.length);
        } catch (InvalidHeadersException refused) {
            return;
        }
        check(Arrays.equals(headers.toBytes(), input), "the block changed");
        check(headers.statusCode() >= 0 && headers.statusCode() <= 999, "the status is out of range");
        check(headers.statusDescription() != null && headers.toString() != null, "no description");
        for (String name : headers.names()) {
            List<String> values = headers.all(name);
            check(!values.isEmpty() && headers.contains(name), "a name without values");
            check(values.get(0).equals(headers.first(name)), "the first value differs");
            check(values.get(values.size() - 1).equals(headers.last(name)), "the last value differs");
            check(headers.firstIgnoreCase(name) != null, "a name is lost when case is ignored");
        }
        byte[] rebuilt = headers.toBuilder().build().toBytes();
        Headers again = Headers.ofBytes(rebuilt, 0, rebuilt.length);
        check(again.names().size() <= headers.names().size(), "rebuilding made names");
    }

    /** The byte and the text form of every rule agree, and the rules agree with one another. */
    public static void subjects(byte[] input) {
        int half = input.length / 2;
        String first = new String(input, 0, half, StandardCharsets.UTF_8);
        String second = new String(input, half, input.length - half, StandardCharsets.UTF_8);
        byte[] a = first.getBytes(StandardCharsets.UTF_8);
        byte[] b = second.getBytes(StandardCharsets.UTF_8);
        check(Subjects.isValid(a) == Subjects.isValid(first), "validity differs");
        check(Subjects.isLiteral(a) == Subjects.isLiteral(first), "literalness differs");
        check(Subjects.hasWhitespace(a) == Subjects.hasWhitespace(first), "white space differs");
        check(Subjects.matches(a, b) == Subjects.matches(first, second), "matching differs");
        check(Subjects.overlaps(a, b) == Subjects.overlaps(first, second), "overlap differs");
        check(Subjects.isSubsetOf(a, b) == Subjects.isSubsetOf(first, second), "containment differs");
        if (Subjects.isValid(a) && Subjects.isValid(b)) {
            boolean within = Subjects.isSubsetOf(a, b);
            check(!Subjects.hasWhitespace(a), "a valid subject with white space");
            check(Subjects.isSubsetOf(a, a) && Subjects.overlaps(a, a), "a subject is not itself");
            check(Subjects.overlaps(a, b) == Subjects.overlaps(b, a), "overlap has a direction");
            check(!within || Subjects.overlaps(a, b), "within and yet apart");
            check(!Subjects.isLiteral(a) || within == Subjects.matches(b, a), "a literal lies elsewhere");
        }
    }

    /** JSON is refused or read, whatever its depth; every field can be asked for as anything. */
    public static void json(byte[] input) {
        JsonObject json;
        try {
            json = JsonObject.parse(input, 0, input.length);
        } catch (JsonException refused) {
            return;
        }
        for (String name : json.names()) {
            quietly(() -> json.string(name));
            quietly(() -> json.bool(name, false));
            quietly(() -> json.integer(name, 0));
            quietly(() -> json.number(name, 0));
            quietly(() -> json.strings(name));
            quietly(() -> json.object(name));
            quietly(() -> json.objects(name));
            check(
                    json.has(name) == json.ignoringCase().has(name)
                            || json.names().size() > 1,
                    "a field is lost");
        }
    }

    /** API JSON is refused or read; what was read prints, and that reads back to the same. */
    public static void apiJson(byte[] input) {
        int length = input.length;
        StreamConfig stream = readApi(
                () -> StreamConfigRequest.ofRequest(input, 0, length, true).config());
        check(stream == null || StreamConfig.ofJson(stream.toJson()).equals(stream), "a stream changed");
        ConsumerConfig consumer = readApi(
                () -> ConsumerCreateRequest.ofRequest(input, 0, length, true).config());
        check(consumer == null || ConsumerConfig.ofJson(consumer.toJson()).equals(consumer), "a consumer changed");
        MessageGetRequest get = readApi(() -> MessageGetRequest.ofRequest(input, 0, length, true));
        check(get == null || MessageGetRequest.ofJson(get.toJson()).equals(get), "a request changed");
        StreamInfo info = readApi(() -> StreamInfo.ofJson(input));
        check(info == null || StreamInfo.ofJson(info.toJson()).equals(info), "a stream's state changed");
        ConsumerInfo state = readApi(() -> ConsumerInfo.ofJson(input));
        check(state == null || ConsumerInfo.ofJson(state.toJson()).equals(state), "a consumer's state changed");
        PubAck ack = readApi(() -> PubAck.read(input, 0, length, ""));
        check(ack == null || PubAck.ofJson(ack.toJson()).equals(ack), "an acknowledgement changed");
        readApi(() -> ApiError.find(input));
        readApi(() -> StoredMessage.find(input));
        readApi(() -> StreamPage.ofJson(input));
        readApi(() -> PullRequest.ofRequest(input, 0, length));
    }

    private static <T> @Nullable T readApi(Supplier<@Nullable T> read) {
        try {
            return read.get();
        } catch (JsonException refused) {
            check(refused.getMessage() != null, "no reason");
            return null;
        }
    }

    /** A text is refused as a key or reads back to itself. */
    public static void nkeys(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        char[] chars = text.toCharArray();
        try {
            check(new String(Base32.encode(Base32.decode(chars))).equals(text), "base32 is not one to one");
        } catch (InvalidKeyException refused) {
            // neither is it a key then
            for (NKeyKind kind : NKeyKind.values()) {
                check(!NKey.isPublicKey(text, kind), "a key that is no base32");
            }
        }
        try {
            NKey key = NKey.fromPublicKey(text);
            check(key.publicKey().equals(text), "the public key changed");
            check(NKey.isPublicKey(text, key.kind()), "a key of no kind");
            if (key.kind() != NKeyKind.CURVE) {
                check(!key.verify(input, new byte[64]), "a signature of nothing");
            }
        } catch (InvalidKeyException refused) {
            check(!text.isEmpty() || refused.getMessage() != null, "no reason");
        }
        try (NKey key = NKey.fromSeed(chars)) {
            check(new String(key.seed()).equals(text), "the seed changed");
        } catch (InvalidKeyException refused) {
            check(refused.getMessage() != null, "no reason");
        }
    }

    /** A credentials file is refused or holds a JWT and a seed. */
    public static void credentials(byte[] input) {
        try (CredentialsFile creds = CredentialsFile.parse(input)) {
            check(!Subjects.hasWhitespace(creds.jwt()) && creds.seed().length == 58, "credentials of another shape");
        } catch (InvalidCredentialsException refused) {
            check(refused.getMessage() != null, "no reason");
        }
        try {
            check(CredentialsFile.parseSeed(input).length == 58, "a seed of another shape");
        } catch (InvalidCredentialsException refused) {
            check(refused.getMessage() != null, "no reason");
        }
    }

    private static void quietly(Runnable question) {
        try {
            question.run();
        } catch (JsonException otherType) {
            check(otherType.getMessage() != null, "no reason");
        }
    }

    private static void check(boolean holds, String problem) {
        if (!holds) {
            throw new AssertionError(problem);
        }
    }
}
