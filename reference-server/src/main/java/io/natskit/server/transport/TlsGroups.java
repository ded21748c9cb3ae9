// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The groups for the exchange of keys. The JDK lets a connection choose them from release 20 on, so they are reached by name. */
final class TlsGroups {
    private TlsGroups() {}

    /** The JDK's names of these curves, as far as it has them; null where none is asked for. */
    static String @Nullable [] of(List<String> curves, SSLParameters supported) throws IOException {
        if (curves.isEmpty()) {
            return null;
        }
        MethodHandle getter = find("getNamedGroups", MethodType.methodType(String[].class));
        if (getter == null) {
            throw new IOException("tls curve_preferences: needs JDK 20 or later (this is "
                    + Runtime.version().feature() + ")");
        }
        String[] known = (String[]) call(() -> getter.invoke(supported));
        List<String> names = new ArrayList<>();
        for (String curve : curves) {
            String name = jdkName(curve);
            if (known == null || Arrays.asList(known).contains(name)) {
                names.add(name);
            }
        }
        if (names.isEmpty()) {
            throw new IOException("tls curve_preferences: " + curves + " (expected: one that this JDK has)");
        }
        return names.toArray(new String[0]);
    }

    static void set(SSLParameters parameters, String[] groups) {
        MethodHandle setter = find("setNamedGroups", MethodType.methodType(void.class, String[].class));
        if (setter != null) {
            call(() -> setter.invoke(parameters, groups));
        }
    }

    private interface Call {
        @Nullable
        Object run() throws Throwable;
    }

    private static @Nullable Object call(Call call) {
        try {
            return call.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable MethodHandle find(String name, MethodType type) {
        try {
            return MethodHandles.publicLookup().findVirtual(SSLParameters.class, name, type);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    private static String jdkName(String curve) {
        return switch (curve) {
            case "X25519" -> "x25519";
            case "CurveP256" -> "secp256r1";
            case "CurveP384" -> "secp384r1";
            case "CurveP521" -> "secp521r1";
            default -> curve;
        };
    }
}
