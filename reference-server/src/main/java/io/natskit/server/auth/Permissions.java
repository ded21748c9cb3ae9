// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.PermissionsOptions;
import io.natskit.server.config.ResponsePermissionsOptions;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.ClaimPermissions;
import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may publish, subscribe to and receive. Immutable, shared by all connections of an identity, free for any thread. A verdict
 * depends on nothing but this object and the bytes, so it may be kept beside them for as long as one likes. (Permits for replies change
 * and are asked separately: {@link #newReplyPermits()}.)
 *
 * <p>An absent allow list allows everything, an empty one nothing; a deny list wins. Publishing is judged by the literal subject. A subscription must
 * lie within one allowed pattern; one that is wider than a denied pattern is accepted, and what was denied is held back at delivery.
 */
public final class Permissions {
    /** Everything. */
    public static final Permissions ALL = new Permissions(null, SubjectSet.EMPTY, null, SubjectSet.EMPTY, null);

    // A queue name that belongs to the server itself.
    private static final byte[] SYSTEM_QUEUE = "_sys_".getBytes(StandardCharsets.US_ASCII);
    private static final int CACHE_FROM_ENTRIES = 8;
    private static final int CACHE_SLOTS = 256;

    private final @Nullable SubjectSet publishAllow;
    private final SubjectSet publishDeny;
    private final @Nullable SubjectSet subscribeAllow;
    private final SubjectSet subscribeDeny;
    private final @Nullable Responses responses;

    // Races are harmless: a verdict is a value, and whichever stands there is right.
    private final Verdict @Nullable [] publishCache;

    private Permissions(
            @Nullable SubjectSet publishAllow,
            SubjectSet publishDeny,
            @Nullable SubjectSet subscribeAllow,
            SubjectSet subscribeDeny,
            @Nullable Responses responses) {
        this.publishAllow = publishAllow;
        this.publishDeny = publishDeny;
        this.subscribeAllow = subscribeAllow;
        this.subscribeDeny = subscribeDeny;
        this.responses = responses;
        int entries = (publishAllow == null ? 0 : publishAllow.size()) + publishDeny.size();
        this.publishCache = entries >= CACHE_FROM_ENTRIES ? new Verdict[CACHE_SLOTS] : null;
    }

    /** How many replies, for how long; −1 is without end. */
    record Responses(int maxMessages, long expiresNanos) {}

    // final fields: safe to see from any thread, however it got there
    private static final class Verdict {
        final int hash;
        final byte[] subject;
        final boolean allowed;

        Verdict(int hash, byte[] subject, boolean allowed) {
            this.hash = hash;
            this.subject = subject;
            this.allowed = allowed;
        }
    }

    /** The permissions that the options describe; everything for null. */
    public static Permissions of(@Nullable PermissionsOptions options) {
        if (options == null) {
            return ALL;
        }
        Responses responses = responses(options.responses());
        SubjectSet publishAllow = allowed(options.publishAllow());
        if (responses != null && publishAllow == null) {
            publishAllow = SubjectSet.EMPTY; // who may answer may publish nothing else, unless told
        }
        return new Permissions(
                publishAllow,
                new SubjectSet(options.publishDeny()),
                allowed(options.subscribeAllow()),
                new SubjectSet(options.subscribeDeny()),
                responses);
    }

    /** The permissions that claims describe; everything for those that say nothing. */
    public static Permissions ofClaims(ClaimPermissions claims) {
        return of(OperatorLogin.options(claims));
    }

    /** Whether nothing is restricted, and no replies are permitted beside. */
    public boolean areNone() {
        return mayPublishAll() && subscribeAllow == null && subscribeDeny.size() == 0 && responses == null;
    }

    /** What may be published; null for everything. */
    public @Nullable List<String> publishAllowed() {
        return publishAllow == null ? null : publishAllow.entries();
    }

    /** What may not be published. */
    public List<String> publishDenied() {
        return publishDeny.entries();
    }

    /** What may be subscribed to; null for everything. */
    public @Nullable List<String> subscribeAllowed() {
        return subscribeAllow == null ? null : subscribeAllow.entries();
    }

    /** What may not be subscribed to. */
    public List<String> subscribeDenied() {
        return subscribeDeny.entries();
    }

    /** How many replies are permitted to a request, -1 without end, 0 where none are. */
    public int responsesMax() {
        return responses == null ? 0 : responses.maxMessages();
    }

    /** For how long replies are permitted, -1 without end, 0 where none are. */
    public long responsesNanos() {
        return responses == null ? 0 : responses.expiresNanos();
    }

    /** What an account gives to users without permissions of their own. Where a service decides who comes in, nobody but servers may ask it. */
    public static Permissions ofDefaults(AccountClaims account) {
        Permissions defaults = ofClaims(account.defaultPermissions());
        return account.authorization().isEnabled() ? defaults.denyingPublish(CalloutService.SUBJECT) : defaults;
    }

    /** These permissions, but for publishing to one subject more. */
    Permissions denyingPublish(String subject) {
        return new Permissions(publishAllow, publishDeny.with(subject), subscribeAllow, subscribeDeny, responses);
    }

    /** Whether everything may be published, so that nobody need ask. */
    public boolean mayPublishAll() {
        return publishAllow == null && publishDeny.size() == 0;
    }

    /** Whether a message may be published to this subject, permits for replies aside. */
    public boolean mayPublish(byte[] bytes, int offset, int length) {
        if (mayPublishAll()) {
            return true;
        }
        Verdict[] cache = publishCache;
        if (cache == null) {
            return judgePublish(bytes, offset, length);
        }
        int hash = hash(bytes, offset, length);
        int slot = (hash ^ (hash >>> 16)) & (CACHE_SLOTS - 1);
        Verdict known = cache[slot];
        if (known != null
                && known.hash == hash
                && Arrays.equals(known.subject, 0, known.subject.length, bytes, offset, offset + length)) {
            return known.allowed;
        }
        boolean allowed = judgePublish(bytes, offset, length);
        cache[slot] = new Verdict(hash, Arrays.copyOfRange(bytes, offset, offset + length), allowed);
        return allowed;
    }

    /** Whether a subscription to this pattern may be made, as a member of {@code queue} unless that is null. */
    public boolean maySubscribe(byte[] subject, byte @Nullable [] queue) {
        if (queue != null && Arrays.equals(queue, SYSTEM_QUEUE)) {
            return false;
        }
        if (hasEmptyToken(subject, 0, subject.length)) {
            return subscribeAllow
                    == null; // in no entry, be it allowed or denied; it is for the caller to find it invalid
        }
        return isSubscribeAllowed(subject, queue) && !isSubscribeDenied(subject, queue);
    }

    /** Whether {@link #mayDeliver} must be asked for each message of this subscription, which was accepted. */
    public boolean filtersDelivery(byte[] subject, byte @Nullable [] queue) {
        return subscribeDeny.size() > 0
                && (queue != null || !Subjects.isLiteral(subject))
                && subscribeDeny.overlaps(subject);
    }

    /** Whether a message on this subject may go to an accepted subscription, a member of {@code queue} unless that is null. */
    public boolean mayDeliver(byte[] bytes, int offset, int length, byte @Nullable [] queue) {
        if (subscribeDeny.size() == 0) {
            return true;
        }
        return queue == null
                ? !subscribeDeny.hasLiteral(bytes, offset, length)
                : !subscribeDeny.hasLiteral(bytes, offset, length, queue);
    }

    /** The permits to answer of one new connection, or null if there are none to be had. */
    public @Nullable ReplyPermits newReplyPermits() {
        return responses == null ? null : new ReplyPermits(responses.maxMessages, responses.expiresNanos);
    }

    /** What {@link #mayPublish} says about this subject, and by which rule. For people: slow. */
    public Ruling explainPublish(String text) {
        byte[] subject = text.getBytes(StandardCharsets.UTF_8);
        boolean allowed = mayPublish(subject, 0, subject.length);
        Predicate<SubjectSet> covers = set -> set.hasLiteral(subject, 0, subject.length);
        boolean invalid = hasEmptyToken(subject, 0, subject.length);
        return ruling(allowed, invalid, publishAllow, covers, publishDeny.entriesThat(covers), List.of());
    }

    /** What {@link #maySubscribe} says about this pattern, and by which rule. For people: slow. */
    public Ruling explainSubscribe(String text, @Nullable String group) {
        byte[] subject = text.getBytes(StandardCharsets.UTF_8);
        byte[] queue = group == null ? null : group.getBytes(StandardCharsets.UTF_8);
        boolean allowed = maySubscribe(subject, queue);
        SubjectSet allow = subscribeAllow;
        boolean byQueue = queue != null && allow != null && allow.namesQueuesFor(subject);
        Predicate<SubjectSet> covers =
                set -> byQueue && queue != null ? set.containsAllForQueue(subject, queue) : set.containsAll(subject);
        List<String> denied = subscribeDeny.entriesThat(
                set -> set.refuses(subject) || (queue != null && set.refusesQueue(subject, queue)));
        List<String> withheld = allowed && filtersDelivery(subject, queue)
                ? subscribeDeny.entriesThat(set -> set.overlaps(subject))
                : List.of();
        boolean invalid =
                hasEmptyToken(subject, 0, subject.length) || (queue != null && Arrays.equals(queue, SYSTEM_QUEUE));
        return ruling(allowed, invalid, allow, covers, denied, withheld);
    }

    private static Ruling ruling(
            boolean allowed,
            boolean invalid,
            @Nullable SubjectSet allow,
            Predicate<SubjectSet> covers,
            List<String> denied,
            List<String> withheld) {
        if (!allowed && invalid) {
            return new Ruling(false, Ruling.Cause.INVALID, null, withheld);
        }
        if (!allowed) {
            return denied.isEmpty()
                    ? new Ruling(false, Ruling.Cause.NOT_ALLOWED, null, withheld)
                    : new Ruling(false, Ruling.Cause.DENIED, denied.get(0), withheld);
        }
        List<String> rules = allow == null ? List.of() : allow.entriesThat(covers);
        return rules.isEmpty()
                ? new Ruling(true, Ruling.Cause.UNRESTRICTED, null, withheld)
                : new Ruling(true, Ruling.Cause.ALLOWED, rules.get(0), withheld);
    }

    private boolean judgePublish(byte[] bytes, int offset, int length) {
        // nats-server finds no entry for a subject with an empty token, be it allowed or denied
        boolean malformed = hasEmptyToken(bytes, offset, length);
        if (publishAllow != null && (malformed || !publishAllow.hasLiteral(bytes, offset, length))) {
            return false;
        }
        return malformed || !publishDeny.hasLiteral(bytes, offset, length);
    }

    // allow = "foo": any queue; "foo v1": that queue only, no plain subscription; both: plain, or that queue.
    private boolean isSubscribeAllowed(byte[] subject, byte @Nullable [] queue) {
        SubjectSet allow = subscribeAllow;
        if (allow == null) {
            return true;
        }
        if (queue != null && allow.namesQueuesFor(subject)) {
            return allow.containsAllForQueue(subject, queue);
        }
        return allow.containsAll(subject);
    }

    private boolean isSubscribeDenied(byte[] subject, byte @Nullable [] queue) {
        return subscribeDeny.refuses(subject) || (queue != null && subscribeDeny.refusesQueue(subject, queue));
    }

    private static @Nullable SubjectSet allowed(@Nullable List<String> entries) {
        return entries == null ? null : new SubjectSet(entries);
    }

    private static @Nullable Responses responses(@Nullable ResponsePermissionsOptions options) {
        if (options == null) {
            return null;
        }
        int max = options.maxMessages() == 0 ? 1 : options.maxMessages();
        Duration expires = options.expires().isZero() ? Duration.ofMinutes(2) : options.expires();
        return new Responses(max, expires.isNegative() ? -1 : expires.toNanos());
    }

    private static boolean hasEmptyToken(byte[] bytes, int offset, int length) {
        boolean dot = true;
        for (int i = offset; i < offset + length; i++) {
            boolean isDot = bytes[i] == '.';
            if (isDot && dot) {
                return true;
            }
            dot = isDot;
        }
        return dot;
    }

    private static int hash(byte[] bytes, int offset, int length) {
        int h = 1;
        for (int i = offset; i < offset + length; i++) {
            h = 31 * h + bytes[i];
        }
        return h;
    }
}
