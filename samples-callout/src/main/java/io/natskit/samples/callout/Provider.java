// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.callout;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Plays an OpenID Connect provider, as far as a service sees one: where its keys are, the keys, and tokens signed with them. */
final class Provider implements AutoCloseable {
    private static final String KEY_ID = "2026-11";

    private final WireMockServer http = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private final ECKey key;

    private Provider() throws JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID(KEY_ID).generate();
        http.start();
        http.stubFor(get("/.well-known/openid-configuration")
                .willReturn(okJson(
                        JSONObjectUtils.toJSONString(Map.of("issuer", issuer(), "jwks_uri", issuer() + "/keys")))));
        http.stubFor(get("/keys").willReturn(okJson(new JWKSet(key.toPublicJWK()).toString())));
    }

    static Provider start() throws JOSEException {
        return new Provider();
    }

    String issuer() {
        return "http://127.0.0.1:" + http.port();
    }

    /** A token for somebody who belongs to these groups. */
    String token(String subject, String audience, Instant ends, String... groups) throws JOSEException {
        return signed(issuer(), subject, audience, ends, List.of(groups));
    }

    /** One that says it is another provider's. */
    String tokenAs(String issuer, String audience, Instant ends) throws JOSEException {
        return signed(issuer, "eve", audience, ends, List.of("orders"));
    }

    private String signed(String issuer, String subject, String audience, Instant ends, List<String> groups)
            throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(subject)
                .audience(audience)
                .expirationTime(Date.from(ends))
                .claim("groups", groups)
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(KEY_ID).build(), claims);
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    /** What a token says, by nobody: an algorithm of {@code none}. */
    static String unsigned(String token) throws ParseException {
        return new PlainJWT(SignedJWT.parse(token).getJWTClaimsSet()).serialize();
    }

    @Override
    public void close() {
        http.stop();
    }
}
