// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a configuration text into pieces. Takes what nats-server takes, its odd corners included, and stops with the same words
 * where it does. A state machine with a stack of its own: no depth of nesting can exhaust the thread's stack. Pure.
 */
final class ConfigLexer {
    private final LexerInput in;
    private final StructureSteps structure;
    private final KeySteps keys;
    private final ValueSteps values;
    private LexState state = LexState.TOP;

    ConfigLexer(byte[] text) {
        this.in = new LexerInput(text);
        ArrayDeque<LexState> after = new ArrayDeque<>();
        this.structure = new StructureSteps(in, after);
        this.keys = new KeySteps(in, after);
        this.values = new ValueSteps(in, after);
    }

    /** The next piece; after {@code END} or {@code ERROR} there is none. */
    Lexeme next() {
        @Nullable Lexeme piece = in.poll();
        while (piece == null) {
            if (state == LexState.STOP) {
                throw new IllegalStateException("read past the end of a configuration");
            }
            state = step();
            piece = in.poll();
        }
        return piece;
    }

    private LexState step() {
        return switch (state) {
            case TOP -> structure.top();
            case TOP_VALUE_END -> structure.topValueEnd();
            case BLOCK_START -> structure.blockStart();
            case BLOCK_VALUE_END -> structure.blockValueEnd();
            case BLOCK_END -> structure.blockEnd();
            case KEY_START -> keys.keyStart();
            case KEY -> keys.key(state, LexState.KEY_END, null);
            case KEY_QUOTED -> keys.quotedKey(state, '\'', LexState.KEY_END);
            case KEY_DOUBLE_QUOTED -> keys.quotedKey(state, '"', LexState.KEY_END);
            case KEY_END -> keys.keyEnd(state, LexState.VALUE, true);
            case INCLUDE_START -> keys.includeStart();
            case INCLUDE -> keys.include();
            case INCLUDE_QUOTED -> keys.quotedInclude(state, '\'', "Unexpected EOF in quoted include");
            case INCLUDE_DOUBLE_QUOTED -> keys.quotedInclude(state, '"', "Unexpected EOF in double quoted include");
            case INCLUDE_BARE -> keys.bareInclude();
            case VALUE -> values.value();
            case ARRAY_VALUE -> structure.arrayValue();
            case ARRAY_VALUE_END -> structure.arrayValueEnd();
            case MAP_KEY_START -> structure.mapKeyStart();
            case MAP_KEY -> keys.mapKey();
            case MAP_KEY_QUOTED -> keys.mapQuotedKey(state, '\'', "Unexpected EOF processing quoted map key.");
            case MAP_KEY_DOUBLE_QUOTED ->
                keys.mapQuotedKey(state, '"', "Unexpected EOF processing double quoted map key.");
            case MAP_KEY_END -> keys.keyEnd(state, LexState.MAP_VALUE, false);
            case MAP_VALUE -> structure.mapValue();
            case MAP_VALUE_END -> structure.mapValueEnd();
            case MAP_END -> structure.emitAndPop(Lexeme.Kind.MAP_END);
            case QUOTED -> values.quoted();
            case DOUBLE_QUOTED -> values.doubleQuoted();
            case BARE -> values.bare();
            case BLOCK_STRING -> values.blockString();
            case NUMBER -> values.number();
            case NUMBER_SUFFIX -> values.numberSuffix();
            case NEGATIVE_START -> values.negativeStart();
            case NEGATIVE -> values.negative();
            case FLOAT -> values.floating();
            case ADDRESS -> values.address();
            case COMMENT -> structure.comment();
            case STOP -> LexState.STOP;
        };
    }
}
