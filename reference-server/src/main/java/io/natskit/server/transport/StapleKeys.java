// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Chooses keys as another manager does, but none whose certificate has to be shown with an answer of its authority while there is none. On threads that may wait. */
final class StapleKeys extends X509ExtendedKeyManager {
    private final X509ExtendedKeyManager others;
    private final List<OwnStatus> statuses;

    StapleKeys(X509ExtendedKeyManager others, List<OwnStatus> statuses) {
        this.others = others;
        this.statuses = List.copyOf(statuses);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        String alias = others.chooseEngineServerAlias(keyType, issuers, engine);
        X509Certificate[] chain = alias == null ? null : others.getCertificateChain(alias);
        return chain == null || chain.length == 0 || mayBeShown(chain[0]) ? alias : null;
    }

    private boolean mayBeShown(X509Certificate certificate) {
        for (OwnStatus each : statuses) {
            if (each.certificate().equals(certificate)) {
                return each.isShown();
            }
        }
        return true;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return others.chooseEngineClientAlias(keyTypes, issuers, engine);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return others.chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return others.chooseClientAlias(keyTypes, issuers, socket);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return others.getServerAliases(keyType, issuers);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return others.getClientAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return others.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return others.getPrivateKey(alias);
    }
}
