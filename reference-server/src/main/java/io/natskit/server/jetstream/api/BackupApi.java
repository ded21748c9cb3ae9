// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.backup.Restore;
import io.natskit.server.jetstream.backup.Snapshot;
import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.jetstream.stream.AssetMetadata;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.jetstream.validation.StreamConfigCheck;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamRestoreRequest;
import io.natskit.wire.jetstream.StreamSnapshotRequest;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.subject.Subjects;
import java.util.List;
import java.util.function.Consumer;

/** Backup and restore of streams (JA-11, JA-12). A backup goes on on the stream's loop, a restore on the account's home loop. */
public final class BackupApi {
    private BackupApi() {}

    /** The rows of the table. */
    public static List<Operation> operations() {
        return List.of(
                Operation.of("STREAM.SNAPSHOT.*", "stream_snapshot", BackupApi::snapshot),
                Operation.of("STREAM.RESTORE.*", "stream_restore", BackupApi::restore)
                        .withAfterError(json -> json.field("deliver_subject", "")));
    }

    private static void snapshot(ApiRequest request) {
        if (request.isEmpty()) {
            throw new ApiException(JetStreamError.BAD_REQUEST);
        }
        Stream found = request.account().find(request.token(2));
        if (found == null) {
            throw new ApiException(JetStreamError.STREAM_NOT_FOUND);
        }
        StreamSnapshotRequest asked = request.read(StreamSnapshotRequest::ofRequest);
        if (!Subjects.isValid(asked.deliverSubject()) || !Subjects.isLiteral(asked.deliverSubject())) {
            throw new ApiException(JetStreamError.SNAPSHOT_DELIVER_SUBJECT_INVALID);
        }
        Api.onStream(request, found, stream -> {
            JetStreamAccount account = request.account();
            byte[] shown = state(stream, stream.consumerCount());
            byte[] kept = state(stream, asked.noConsumers() ? 0 : Snapshot.consumerCount(stream));
            request.answer(json -> {
                stream.config().writeTo(json.begin("config"));
                json.end().raw("state", shown);
            });
            Snapshot.begin(account, stream, shown, kept, asked, client(request));
        });
    }

    private static byte[] state(Stream stream, int consumers) {
        JsonWriter json = new JsonWriter();
        StreamInfos.state(stream, false, null, consumers, json);
        return json.toBytes();
    }

    private static Consumer<JsonWriter> client(ApiRequest request) {
        return json -> Audit.client(
                request.message().publisher(), request.account().server().serverName(), json);
    }

    private static void restore(ApiRequest request) {
        if (request.isEmpty()) {
            throw new ApiException(JetStreamError.BAD_REQUEST);
        }
        JetStreamAccount account = request.account();
        String name = request.token(2);
        StreamConfig asked = request.read(StreamRestoreRequest::ofRequest).config();
        if (asked.name().isEmpty()) {
            asked = asked.toBuilder().name(name).build();
        }
        if (!name.equals(asked.name())) {
            throw new ApiException(JetStreamError.STREAM_MISMATCH);
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            throw new ApiException(JetStreamError.STREAM_NAME_CONTAINS_PATH_SEPARATORS);
        }
        StreamConfig config = StreamConfigCheck.check(
                asked.toBuilder().metadata(AssetMetadata.kept(asked.metadata())).build(),
                false,
                account.surroundings());
        if (config.replicas() > 1) {
            throw new ApiException(JetStreamError.STREAM_REPLICAS_NOT_SUPPORTED);
        }
        account.reservations().checkNewStream(config);
        if (account.find(name) != null) {
            throw new ApiException(JetStreamError.STREAM_NAME_EXIST_RESTORE_FAILED);
        }
        String to = Restore.begin(
                account,
                config,
                ConsumerApi.limits(account),
                last -> lastCheck(account, last),
                client(request),
                (stream, json) -> StreamInfos.write(stream, ApiLevel.shown(stream.config()), false, false, null, json));
        request.answer(json -> json.field("deliver_subject", to));
    }

    /** What may have changed while the archive came. */
    private static void lastCheck(JetStreamAccount account, StreamConfig config) {
        if (account.find(config.name()) != null) {
            throw new ApiException(JetStreamError.STREAM_NAME_EXIST_RESTORE_FAILED);
        }
        if (StreamAssetsApi.overlaps(account, config, null)) {
            throw new ApiException(JetStreamError.STREAM_RESTORE.with(
                    "error adding stream: subjects overlap with an existing stream (10065)"));
        }
        account.reservations().checkNewStream(config);
    }
}
