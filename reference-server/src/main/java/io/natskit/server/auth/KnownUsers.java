// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.ServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The users that a configuration names, as those see it who only want to know what they may do. Immutable; any thread. */
public final class KnownUsers {
    private final Directory directory;
    private final Optional<Identity> single;

    private KnownUsers(Directory directory, Optional<Identity> single) {
        this.directory = directory;
        this.single = single;
    }

    /** Those of these options: users with a name, those with a key, and the single one of {@code authorization}. */
    public static KnownUsers of(ServerOptions options) {
        Optional<Identity> single = Optional.ofNullable(options.authorization().username())
                .filter(name -> !name.isEmpty())
                .map(name -> new Identity(Identity.GLOBAL_ACCOUNT, name, Permissions.ALL));
        return new KnownUsers(new Directory(options), single);
    }

    /** Their names and public keys. */
    public List<String> names() {
        List<String> names = new ArrayList<>(directory.logins());
        single.map(Identity::user).ifPresent(names::add);
        return names;
    }

    /** Who logs in by this name or public key. */
    public Optional<Identity> find(String login) {
        Directory.User named = directory.named(login);
        Directory.User user = named != null ? named : directory.withKey(login);
        return user != null ? Optional.of(user.identity()) : single.filter(identity -> login.equals(identity.user()));
    }
}
