// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of things, 0 or more, for options. */
public final class NotNegative implements ITypeConverter<Integer> {
    /** For picocli. */
    public NotNegative() {}

    @Override
    public Integer convert(String text) {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            number = -1;
        }
        if (number < 0) {
            throw new TypeConversionException(text + " (expected: 0 or more)");
        }
        return number;
    }
}
