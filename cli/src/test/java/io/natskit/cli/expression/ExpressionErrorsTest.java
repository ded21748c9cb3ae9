// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with an expression, and where. */
class ExpressionErrorsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    1 +                       | 4  | unexpected end (expected: a value)
                    1 2                       | 3  | unexpected "2" (expected: an operator or the end)
                    (1                        | 3  | unexpected end (expected: ")")
                    [1 2]                     | 4  | unexpected "2" (expected: ",")
                    {1 2}                     | 4  | unexpected "2" (expected: ":")
                    {*: 1}                    | 2  | unexpected "*" (expected: a key
                    1 ? 2                     | 6  | unexpected end (expected: ":")
                    let = 1                   | 5  | unexpected "=" (expected: the name of a variable)
                    if true { 1 }             | 14 | unexpected end (expected: "else")
                    config.1                  | 7  | unexpected ".1"
                    config."a"                | 8  | unexpected the string "a" (expected: the name of a field)
                    in 1                      | 1  | unexpected "in" (expected: a value)
                    1 not 2                   | 7  | unexpected "2" (expected: in, matches
                    # == 1                    | 1  | unexpected "#" (expected: a value: elements are those of functions
                    stat.messages > 1         | 1  | unknown name stat, did you mean state? (expected: Info, config, info, state)
                    nosuch == 1               | 1  | unknown name nosuch (expected: Info, config, info, state)
                    lenn([1])                 | 1  | unknown function lenn, did you mean len?
                    zzzzzzzz()                | 1  | unknown function zzzzzzzz
                    len()                     | 1  | 0 arguments for len (expected: 1)
                    trim('a', 'b', 'c')       | 1  | 3 arguments for trim (expected: 1 to 2)
                    max()                     | 1  | 0 arguments for max (expected: 1 or more)
                    filter([1])               | 11 | unexpected ")" (expected: what filter asks of each element
                    any([1], # > 0, 1)        | 17 | unexpected "1" (expected: ")")
                    99999999999999999999      | 1  | "99999999999999999999" is no number, or too large
                    0b12                      | 1  | "0b12" is no number
                    1e999                     | 1  | "1e999" is no number
                    """)
    void what_cannot_be_read_is_told_with_its_place(String text, int column, String message) {
        assertThatThrownBy(() -> Expression.parse(text))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("(1:" + column + ")");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    config.name > 3                      | 13 | type string cannot be compared with int
                    Info.Config.MaxAge > '1h'            | 20 | duration(...) makes one of a string
                    'a' + 1                              | 5  | operator + does not fit string and int
                    nil - 1                              | 5  | operator - does not fit nil and int
                    1 - duration('1s')                   | 3  | operator - does not fit int and time.Duration
                    'a' * 2                              | 5  | operator * does not fit string and int
                    'a' / 2                              | 5  | operator / does not fit string and int
                    1 % 0                                | 3  | a remainder of a division by zero
                    1.5 % 2                              | 5  | operator % does not fit float and int
                    'a' ** 2                             | 5  | what is raised to a power is of type string (expected: int or float)
                    -'a'                                 | 1  | what is negated is of type string (expected: int or float)
                    not 1                                | 1  | what is negated is of type int (expected: bool)
                    1 and true                           | 3  | the left side is of type int (expected: bool)
                    true and 1                           | 6  | the right side is of type int (expected: bool)
                    1 ? 2 : 3                            | 3  | the condition is of type int (expected: bool)
                    1 in 2                               | 3  | what is behind "in" is of type int (expected: array or map)
                    1 contains 'a'                       | 3  | the left side is of type int (expected: string)
                    'a' matches 1                        | 5  | the right side is of type int (expected: string)
                    'a' matches '['                      | 5  | no pattern: missing closing ]
                    'a' matches '(a{999}){999}'          | 5  | repeats too much
                    1..2.5                               | 2  | the end of a range is of type float (expected: int)
                    0..9999999                           | 2  | a range of too many numbers
                    config.nosuch.more                   | 15 | nil has no more (?.more is nil then)
                    config.name.more                     | 13 | type string has no field more
                    Info.Confg                           | 6  | type api.StreamInfo has no field Confg, did you mean Config?
                    Info['Confg']                        | 5  | type api.StreamInfo has no field Confg
                    config.subjects[5]                   | 16 | index 5 is outside of an array of 2
                    config.subjects['a']                 | 16 | an index is of type string (expected: int)
                    config.name[0]                       | 12 | what is before [ is of type string (expected: array or map)
                    1[0:1]                               | 2  | what is before [ is of type int (expected: array)
                    {(1): 2}                             | 2  | a key is of type int (expected: string)
                    Info.Created.Yeer()                  | 14 | type time.Time has no method Yeer, did you mean Year?
                    Info.Created.Before()                | 14 | 0 arguments for Before (expected: 1)
                    config.name.Len()                    | 13 | type string has no method Len
                    len(1)                               | 1  | argument 1 is of type int (expected: array, map or string)
                    keys([1])                            | 1  | argument 1 is of type array (expected: map)
                    filter(1, true)                      | 1  | argument 1 is of type int (expected: array)
                    filter([1], 1)                       | 1  | what is asked of each element is of type int (expected: bool)
                    reduce([], #acc)                     | 1  | nothing to reduce
                    sum(['a'])                           | 1  | an element is of type string (expected: int or float)
                    sort([1, 'a'])                       | 1  | cannot be compared
                    sort([1], 'up')                      | 1  | order up (expected: "asc" or "desc")
                    join([1])                            | 1  | an element is of type int (expected: string)
                    lower(1)                             | 1  | argument 1 is of type int (expected: string)
                    repeat('a', 9999999)                 | 1  | repeated 9999999 times
                    int('a')                             | 1  | "a" is no int
                    float('a')                           | 1  | "a" is no float
                    min('a')                             | 1  | a number is of type string (expected: int or float)
                    duration('1 hour')                   | 1  | "1 hour" is no duration (expected: such as 500ms, 5s or 2h30m)
                    date('soon')                         | 1  | "soon" is no date (expected: such as 2006-01-02
                    """)
    void what_does_not_fit_is_told_with_its_place(String text, int column, String message) {
        Expression expression = Expression.parse(text);
        assertThatThrownBy(() -> expression.evaluate(Samples.STREAM))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("(1:" + column + ")");
    }

    @Test
    void what_is_nested_or_goes_on_without_end_is_refused() {
        assertThatThrownBy(() -> Expression.parse("(".repeat(100_000))).hasMessageContaining("nested too deeply");
        assertThatThrownBy(() -> Expression.parse("-".repeat(100_000) + "1")).hasMessageContaining("nested too deeply");
        assertThatThrownBy(() -> Expression.parse("1" + " + 1".repeat(5_000)))
                .hasMessageContaining("too many operators");
        assertThatThrownBy(() -> Expression.parse("1" + " < 1".repeat(5_000)))
                .hasMessageContaining("too many operators");
    }
}
