// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.jetstream.ErrorHelp;

/** What usually helps against the errors that users meet. */
final class Remedies {
    private Remedies() {}

    static String of(int code, int errorCode) {
        return switch (errorCode) {
            case 10002, 10028, 10047 ->
                "the account's storage is used up; purge, set limits on streams, or raise the account's";
            case 10014 -> "create the consumer, or look whether it was ephemeral and inactive for too long";
            case 10023, 10008 -> "try again in a moment; the server or its leader is busy or away";
            case 10026 -> "delete consumers that nobody uses, or give ephemeral ones an inactive threshold";
            case 10039 ->
                "enable JetStream for this account, or name the domain with JetStream.on(connection, o -> o.domain(...))";
            case 10043 -> "the message was deleted, or limits removed it";
            case 10065 -> "another stream stores an overlapping subject; find it with streamNameOf(subject)";
            case 10058 -> "use ensureStream, or update with the wanted configuration";
            case 10059 -> "create the stream first, or use ensureStream";
            case 10060 -> "another stream stores this subject";
            case 10070, 10071, 10164 -> "somebody else wrote meanwhile; read the last message and decide again";
            case 10076 -> "start the server with JetStream";
            case 10077 -> "the stream is full and discards new messages, or a limit forbids this one";
            case 10148 -> "use ensureConsumer, or another name";
            case 10149 -> "create the consumer first, or use ensureConsumer";
            case 10165, 10166 -> "whole seconds, at least one, on a stream with allowMessageTtl";
            case 10174 -> "create the stream with allowAtomicPublish";
            case 10176 -> "a message of the batch was lost; send the whole batch again";
            case 10185 -> "the server is older than the feature asked for";
            case 10188 -> "create the stream with allowMessageSchedules";
            case 10201 -> "the batch holds a message id twice, or one that is stored already";
            case 10205 -> "create the stream with allowBatchPublish";
            default -> general(code, errorCode);
        };
    }

    private static String general(int code, int errorCode) {
        String otherwise = code == 503 ? "try again in a moment" : "";
        return ErrorHelp.of(errorCode)
                .map(help -> withinASentence(help.remedy()))
                .orElse(otherwise);
    }

    /** As the others are written: without a capital and a full stop. */
    private static String withinASentence(String sentence) {
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1, sentence.length() - 1);
    }
}
