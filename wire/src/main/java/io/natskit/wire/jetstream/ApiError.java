// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error as the JetStream API answers it. Codes that {@link JetStreamError} does not have are kept.
 *
 * @param code the status, as in HTTP
 * @param errCode tells errors apart; 0 if the server gave none
 * @param description in words; empty if the server gave none
 */
public record ApiError(int code, int errCode, String description) {
    /** The row of the table, or nothing if this version does not know it. */
    public Optional<JetStreamError> known() {
        return JetStreamError.of(errCode);
    }

    /** The error of an answer, or nothing if it has none. Reads as a client does; throws {@link io.natskit.wire.json.JsonException}. */
    public static Optional<ApiError> find(byte[] json) {
        StructReader in = StructReader.lenient(json);
        ApiError error = null;
        while (in.next()) {
            if (in.name().equals("error")) {
                error = read(in, error);
            }
        }
        return Optional.ofNullable(error);
    }

    static @Nullable ApiError read(StructReader in, @Nullable ApiError old) {
        if (!in.enter("server.ApiError")) {
            return in.wasNull() ? null : old;
        }
        int code = 0;
        int errCode = 0;
        String description = "";
        while (in.next()) {
            switch (in.name()) {
                case "code" -> code = in.integer(code);
                case "err_code" -> errCode = in.integer(errCode);
                case "description" -> description = in.string(description);
                default -> in.unknown();
            }
        }
        return new ApiError(code, errCode, description);
    }

    /** Writes the fields into the object that is open. */
    public void writeTo(JsonWriter out) {
        out.field("code", code).fieldIfNonZero("err_code", errCode).fieldIfPresent("description", description);
    }
}
