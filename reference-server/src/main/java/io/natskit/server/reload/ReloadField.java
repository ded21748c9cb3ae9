// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.reload;

import io.natskit.server.config.ServerOptions;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One option as a reload sees it. Immutable.
 *
 * @param <T> its value, compared by {@code equals}
 */
final class ReloadField<T> {
    private static final BiConsumer<RunningParts, Object> NOTHING_MORE = (parts, value) -> {};

    private final String name;
    private final Function<ServerOptions, @Nullable T> value;
    private final Refusal<T> refusal;
    private final Function<@Nullable T, String> notice;
    private final BiConsumer<RunningParts, ? super T> applier;
    private final boolean always;

    private ReloadField(
            String name,
            Function<ServerOptions, @Nullable T> value,
            Refusal<T> refusal,
            Function<@Nullable T, String> notice,
            BiConsumer<RunningParts, ? super T> applier,
            boolean always) {
        this.name = name;
        this.value = value;
        this.refusal = refusal;
        this.notice = notice;
        this.applier = applier;
        this.always = always;
    }

    /**
     * Tells why a change cannot be taken.
     *
     * @param <T> the option's value
     */
    interface Refusal<T> {
        /** The reason in nats-server's words, or null if there is none; {@code after} are all the new options. */
        @Nullable
        String of(@Nullable T old, @Nullable T now, ServerOptions after);
    }

    /** One that only a start can change. The name is nats-server's. */
    static <T> ReloadField<T> fixed(String name, Function<ServerOptions, @Nullable T> value) {
        return new ReloadField<>(
                name, value, (old, now, after) -> unsupported(name, old, now), now -> "", NOTHING_MORE, false);
    }

    /** One that is in force once the options are, and told as {@code Reloaded: <label> = <value>}. */
    static <T> ReloadField<T> live(String name, String label, Function<ServerOptions, @Nullable T> value) {
        return told(name, now -> "Reloaded: " + label + " = " + GoValues.shown(now), value);
    }

    /** As {@link #live}, told without its value. */
    static <T> ReloadField<T> named(String name, String label, Function<ServerOptions, @Nullable T> value) {
        return told(name, now -> "Reloaded: " + label, value);
    }

    /** As {@link #live}, told in words of its own; none for an empty text. */
    static <T> ReloadField<T> told(
            String name, Function<@Nullable T, String> notice, Function<ServerOptions, @Nullable T> value) {
        return new ReloadField<>(name, value, (old, now, after) -> null, notice, NOTHING_MORE, false);
    }

    /** As this one, but refused where a reason is given for the old and the new value. */
    ReloadField<T> unless(Refusal<T> reason) {
        return new ReloadField<>(name, value, reason, notice, applier, always);
    }

    /** As this one, but something has to be done for it. */
    ReloadField<T> with(BiConsumer<RunningParts, ? super T> toDo) {
        return new ReloadField<>(name, value, refusal, notice, toDo, always);
    }

    /** As this one, but applied at each reload, as nats-server does with what it does not compare. */
    ReloadField<T> always() {
        return new ReloadField<>(name, value, refusal, notice, applier, true);
    }

    static String unsupported(String name, @Nullable Object old, @Nullable Object now) {
        return "config reload not supported for " + name + ": old=" + GoValues.shown(old) + ", new="
                + GoValues.shown(now);
    }

    /** The change that the new options ask for, or null for none. */
    @Nullable
    Change between(ServerOptions before, ServerOptions after) {
        T old = value.apply(before);
        T now = value.apply(after);
        boolean changed = !Objects.equals(old, now);
        if (!changed && !always) {
            return null;
        }
        String reason = changed ? refusal.of(old, now, after) : null;
        return new Change(name, reason, reason == null ? notice.apply(now) : "", parts -> {
            if (now != null) {
                applier.accept(parts, now);
            }
        });
    }
}
