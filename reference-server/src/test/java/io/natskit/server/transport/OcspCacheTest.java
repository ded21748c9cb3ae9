// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OcspCacheTest {
    private static final byte[] PACKED = {};

    private static OcspEntry saying(String status) {
        return new OcspEntry("CN=a", Instant.EPOCH, status, null, PACKED);
    }

    private static void dropped(OcspCache cache, String key) {
        cache.drop(key, Objects.requireNonNull(cache.find(key)));
    }

    @Test
    void what_is_kept_is_found_and_counted_by_what_it_says() {
        OcspCache cache = new OcspCache(Map.of("a", saying(OcspAnswer.GOOD)), false);
        cache.keep("b", saying(OcspAnswer.REVOKED));
        cache.keep("c", saying(OcspAnswer.UNKNOWN));
        cache.keep("c", saying(OcspAnswer.GOOD));
        assertThat(cache.find("a")).isNotNull();
        assertThat(cache.find("d")).isNull();
        assertThat(cache.figures()).isEqualTo(new OcspCacheFigures(1, 1, 3, 1, 2, 0));
    }

    @Test
    void what_was_found_and_is_of_no_use_counts_as_not_found_and_goes() {
        OcspCache cache = new OcspCache(Map.of("a", saying(OcspAnswer.REVOKED)), false);
        dropped(cache, "a");
        assertThat(cache.figures()).isEqualTo(new OcspCacheFigures(0, 1, 0, 0, 0, 0));
        assertThat(cache.find("a")).isNull();
    }

    @Test
    void a_newer_answer_does_not_go_with_the_one_that_was_found() {
        OcspCache cache = new OcspCache(Map.of("a", saying(OcspAnswer.GOOD)), false);
        OcspEntry found = Objects.requireNonNull(cache.find("a"));
        cache.keep("a", saying(OcspAnswer.REVOKED));
        cache.drop("a", found);
        assertThat(cache.find("a")).isEqualTo(saying(OcspAnswer.REVOKED)).isNotNull();
    }

    @Test
    void a_revocation_stays_where_that_is_wanted() {
        OcspCache cache = new OcspCache(Map.of("a", saying(OcspAnswer.REVOKED), "b", saying(OcspAnswer.GOOD)), true);
        dropped(cache, "a");
        dropped(cache, "b");
        assertThat(cache.figures()).isEqualTo(new OcspCacheFigures(0, 2, 1, 1, 0, 0));
    }

    @Test
    void past_its_bound_the_oldest_goes_but_none_that_is_to_stay_while_there_are_others() {
        OcspCache cache = new OcspCache(Map.of("old", saying(OcspAnswer.REVOKED)), true, 2, Long.MAX_VALUE);
        cache.keep("a", saying(OcspAnswer.GOOD));
        cache.keep("b", saying(OcspAnswer.REVOKED));
        assertThat(cache.find("a")).isNull();
        cache.keep("c", saying(OcspAnswer.REVOKED));
        assertThat(cache.find("old")).isNull();
        assertThat(cache.figures().responses()).isEqualTo(2);
    }

    @Test
    void past_its_bound_in_bytes_the_oldest_goes_and_what_is_replaced_or_dropped_counts_no_more() {
        long one = saying(OcspAnswer.GOOD).weight("a");
        OcspCache cache = new OcspCache(Map.of(), false, 100, 2 * one);
        cache.keep("a", saying(OcspAnswer.GOOD));
        cache.keep("b", saying(OcspAnswer.GOOD));
        cache.keep("b", saying(OcspAnswer.UNKNOWN));
        assertThat(cache.figures().responses()).isEqualTo(2);
        cache.keep("c", saying(OcspAnswer.GOOD));
        assertThat(cache.find("a")).isNull();
        dropped(cache, "b");
        cache.keep("d", saying(OcspAnswer.GOOD));
        assertThat(cache.find("c")).isNotNull();
        // larger than all of it
        cache.keep("e", new OcspEntry("CN=e", Instant.EPOCH, OcspAnswer.GOOD, null, new byte[(int) (2 * one)]));
        assertThat(cache.figures().responses()).isZero();
    }

    @Test
    void a_file_that_holds_too_much_is_taken_over_as_far_as_there_is_room() {
        Map<String, OcspEntry> known = Map.of("a", saying(OcspAnswer.GOOD), "b", saying(OcspAnswer.GOOD));
        long one = saying(OcspAnswer.GOOD).weight("a");
        assertThat(new OcspCache(known, false, 100, one).figures().responses()).isEqualTo(1);
    }

    @Test
    void whether_revocations_stay_may_change() {
        OcspCache cache = new OcspCache(Map.of("a", saying(OcspAnswer.REVOKED)), false);
        cache.preserve(true);
        dropped(cache, "a");
        assertThat(cache.find("a")).isNotNull();
        cache.preserve(false);
        dropped(cache, "a");
        assertThat(cache.find("a")).isNull();
    }

    @Test
    void one_that_keeps_nothing_finds_nothing() {
        OcspCache cache = OcspCache.none();
        assertThat(cache.keepsSome()).isFalse();
        cache.keep("a", saying(OcspAnswer.GOOD));
        assertThat(cache.find("a")).isNull();
    }

    @Test
    void changes_are_told_once_unless_nobody_could_make_use_of_them() {
        OcspCache cache = new OcspCache(Map.of("a", saying(OcspAnswer.GOOD)), false);
        assertThat(cache.changes()).isNull();
        cache.keep("b", saying(OcspAnswer.GOOD));
        assertThat(cache.changes()).containsOnlyKeys("a", "b");
        assertThat(cache.changes()).isNull();
        cache.mark();
        assertThat(cache.changes()).containsOnlyKeys("a", "b");
    }
}
