// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The client in the shapes of RxJava 3. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module io.natskit.rxjava3 {
    requires static transitive org.jspecify;
    requires transitive io.natskit.reactive;
    requires transitive io.reactivex.rxjava3;

    exports io.natskit.rxjava3;
}
