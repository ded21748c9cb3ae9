// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

/** Why a command did not do what it was asked to, in words for whoever asked, with a remedy. */
public final class Failure extends RuntimeException {
    /** The exit code of a command that failed. */
    public static final int EXIT = 1;

    private static final long serialVersionUID = 1L;

    private final String remedy;

    /** A failure; the remedy is empty where there is none. */
    public Failure(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    /** What may be done about it; empty where nothing is known. */
    public String remedy() {
        return remedy;
    }
}
