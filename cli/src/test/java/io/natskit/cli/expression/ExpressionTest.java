// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions are worth; {@link FindIT} asks the nats CLI as well. */
class ExpressionTest {
    private static Object value(String text) {
        return Expression.parse(text).evaluate(Samples.STREAM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // operators, and which of them binds first
                "1 + 2 * 3 == 7 and 2 ** 3 ** 2 == 512.0 and -2 ** 2 == -4 and 7 % 4 == 3 and 2 ^ 2 == 4",
                "10 - 2 - 3 == 5 && 1 / 2 == 0.5 && +3 == 3 && - -3 == 3",
                "true or false and false",
                "not false and !false",
                "not (1 in [2]) and 1 not in [2] and 'a' not contains 'b'",
                "1 < 2 < 3 and not (1 < 3 < 2) and 3 > 2 >= 2",
                "'abc' contains 'b' and 'abc' startsWith 'ab' and 'abc' endsWith 'bc' and 'abc' matches '^a.c$'",
                "not (nil contains 'a') and not (nil matches 'a')",
                "1 == 1.0 and 1 != '1' and [1, 2] == [1.0, 2] and {a: 1} == {'a': 1} and {a: 1} != {b: 1}",
                "'b' > 'a' and 1.5 > 1 and 2 >= 2.0",
                "(1..3) == [1, 2, 3] and (3..1) == []",
                "(nil ?? 1) == 1 and (2 ?? 1) == 2",
                "true ? true : false",
                "(false ?: true) and (1 > 2 ? 'a' : 2 > 1 ? 'b' : 'c') == 'b'",
                "let x = 2; let y = x * 3; y == 6",
                "if 1 > 2 { false } else if 2 > 1 { true } else { false }",
                "0x10 == 16 and 0o17 == 15 and 0b11 == 3 and 1_000 == 1000 and 1e3 == 1000",
                // the way into values
                "config.name == 'A' and config['name'] == 'A' and $env.config.name == 'A' and 'info' in $env",
                "config.subjects[0] == 'a.>' and config.subjects[-1] == 'shared' and config.subjects[1:] == ['shared']",
                "[1, 2, 3, 4][1:-1] == [2, 3] and [1, 2][:9] == [1, 2] and [1, 2][2:1] == [] and 'abc'[1:2] == 'b'",
                "config.nosuch == nil and config.nosuch?.more.and.more == nil and config?.name == 'A' and config?.['name'] == 'A'",
                "'shared' in config.subjects and 'owner' in config.metadata and not ('x' in nil) and 'Name' in Info.Config",
                "{a: 1, 'b': 2, 3: 4, ('c' + 'd'): 5,}.cd == 5 and [1, 2,] == [1, 2]",
                // functions
                "all([1, 2], # > 0) and any([1, 2], # > 1) and none([1, 2], # > 2) and one([1, 2], # > 1)",
                "filter([1, 2, 3], {# % 2 == 1}) == [1, 3] and map([1, 2], # * 2) == [2, 4] and count([1, 2, 3], # > 1) == 2",
                "count([true, false, true]) == 2 and sum([1, 2.5]) == 3.5 and sum([1, 2], # * 2) == 6",
                "find([1, 2, 3], # > 1) == 2 and find([1], # > 1) == nil and findIndex([1, 2], # == 2) == 1",
                "findLast([1, 2, 3], # > 1) == 3 and findLastIndex([1, 2], # > 5) == -1",
                "map([4, 5], #index) == [0, 1] and reduce(1..4, #acc + #) == 10 and reduce([], #acc, 7) == 7",
                "groupBy([1, 2, 3], # % 2 == 0 ? 'even' : 'odd') == {odd: [1, 3], even: [2]}",
                "map(sortBy(config.sources, .name, 'desc'), .name) == ['C', 'B'] and any(config.sources, .filter_subject == 'c')",
                "any([[1], [2, 3]], any(#, # == 3))",
                "len('aé😀') == 3 and len([1]) == 1 and len({a: 1}) == 1",
                "first([1, 2]) == 1 and last([1, 2]) == 2 and first([]) == nil and get({a: 1}, 'b') == nil and get([1], 5) == nil",
                "take([1, 2, 3], 2) == [1, 2] and reverse([1, 2]) == [2, 1] and uniq([1, 1.0, 2]) == [1, 2]",
                "concat([1], [2]) == [1, 2] and flatten([1, [2, [3]]]) == [1, 2, 3] and sort([2, 1]) == [1, 2]",
                "sort(['a', 'b'], 'desc') == ['b', 'a'] and keys({a: 1}) == ['a'] and values({a: 1}) == [1]",
                "min(2, 1) == 1 and max([1, 3], 2) == 3 and mean([1, 2]) == 1.5 and median(3, 1, 2) == 2 and median([1, 2]) == 1.5",
                "abs(-1) == 1 and abs(-1.5) == 1.5 and ceil(1.2) == 2 and floor(1.8) == 1 and round(-1.5) == -2",
                "int('42') == 42 and int(2.9) == 2 and float('1.5') == 1.5 and string(1.50) == '1.5' and string(nil) == '<nil>'",
                "string([1, 'a']) == '[1 a]' and string({b: 1, a: 2}) == 'map[a:2 b:1]' and string(2.0) == '2'",
                "lower('AB') == 'ab' and upper('ab') == 'AB' and trim(' a ') == 'a' and trim('xax', 'x') == 'a'",
                "trimPrefix('ab', 'a') == 'b' and trimSuffix('ab', 'b') == 'a' and repeat('ab', 2) == 'abab'",
                "split('a,b,c', ',') == ['a', 'b', 'c'] and split('a,b,c', ',', 2) == ['a', 'b,c'] and split('ab', '') == ['a', 'b']",
                "splitAfter('a,b', ',') == ['a,', 'b'] and replace('aba', 'a', 'x') == 'xbx' and join(['a', 'b'], '-') == 'a-b'",
                "join(['a', 'b']) == 'ab' and indexOf('abc', 'c') == 2 and lastIndexOf('aba', 'a') == 2 and indexOf('a', 'b') == -1",
                "hasPrefix('ab', 'a') and hasSuffix('ab', 'b')",
                "config.subjects | filter(# contains '>') | len() == 1 and ('A' | lower()) == 'a'",
                "type(1) == 'int' and type(1.5) == 'float' and type('') == 'string' and type(nil) == 'nil' and type([]) == 'array'",
                "type({}) == 'map' and type(true) == 'bool'",
                // times and durations
                "duration('1h30m').Minutes() == 90 and duration('90s') > duration('1m') and duration('1m') * 2 == duration('2m')",
                "duration('1h') / duration('30m') == 2 and -duration('1s') < duration('0s') and duration('1s') + duration('1s') == duration('2s')",
                "date('2026-01-02T12:00:00Z') - Info.Created == duration('1h') and info.created + duration('1h') > info.created",
                "date('2026-01-02') < info.created and date('2026-01-02 11:00:00') == info.created and now() > info.created",
                "Info.Created.Year() == 2026 and Info.Created.Unix() == 1767351600 and Info.Created.Before(now())",
                "Info.State.FirstTime.IsZero() and not Info.State.LastTime.IsZero() and Info.Created.Sub(Info.Created).Seconds() == 0",
                "string(Info.State.LastTime) == '2026-01-02 11:50:00.5 +0000 UTC' and string(duration('1h')) == '1h0m0s'",
                "(now() - Info.State.FirstTime).Hours() > 2000000",
                // what is told, and what is not
                "state.messages == 5 and info.state.messages == Info.State.Msgs and Info.Config.MaxAge == duration('1h')",
                "config.max_age == '1h0m0s' and duration(config.max_age) > duration('59m') and config.duplicate_window == '0s'",
                "config.storage == 'memory' and Info.Config.Storage.String() == 'Memory' and Info.Config.Storage != 'memory'",
                "Info.Config.Retention.String() == 'WorkQueue' and Info.Config.Compression.String() == 'None' and config.discard == 'old'",
                "config.mirror == nil and config.republish == nil and config.description == '' and config.sealed == false",
                "info.cluster.name in ['lon', 'north'] and any(info.cluster.replicas, .offline) and info.cluster.replicas[0].active == '1.5ms'",
                "Info.Cluster.Replicas[0].Active == duration('1.5ms') and Info.Mirror == nil and Info.Config.Placement.Tags == ['ssd']",
                "config.consumer_limits.max_ack_pending == 0 and state.lost == nil and state.deleted == []",
                "type(info.created) == 'time.Time' and type(Info.Config.MaxAge) == 'time.Duration'",
            })
    void what_holds_holds(String text) {
        assertThat(value(text)).as(text).isEqualTo(true);
    }

    @Test
    void consumers_are_known_by_their_names_in_json_by_those_of_the_nats_cli_and_by_those_of_go() {
        String text =
                "info.num_pending == 7 and info.numpending == 7 and state.numpending == 7 and Info.NumPending == 7"
                        + " and info.delivered.last_active == info.delivered.last and info.ackfloor.stream == 1"
                        + " and info.ack_floor.stream_seq == 1 and Info.AckFloor.Stream == 1 and info.stream == 'A'"
                        + " and config.ack_wait == '30s' and Info.Config.AckWait == duration('30s') and config.backoff == ['1s']"
                        + " and Info.Config.AckPolicy.String() == 'Explicit' and Info.Delivered.Last != nil and Info.AckFloor.Last == nil"
                        + " and config.durable_name == 'C' and config.priority_policy == 'none' and info.cluster == nil";
        assertThat(Expression.parse(text).holds(Samples.CONSUMER)).isTrue();
    }

    @Test
    void what_is_not_reached_is_not_asked() {
        assertThat(value("false and 1 in 2")).isEqualTo(false);
        assertThat(value("true or 1 in 2")).isEqualTo(true);
        assertThat(value("true ? 1 : 1 in 2")).isEqualTo(1L);
    }

    @Test
    void an_expression_of_another_type_than_bool_is_refused() {
        Expression number = Expression.parse("state.messages");
        assertThatThrownBy(() -> number.holds(Samples.STREAM))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("the expression is of type int (expected: bool) (1:1)\n | state.messages\n | ^");
    }
}
