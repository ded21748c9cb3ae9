// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.callout;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTProcessor;
import io.natskit.callout.Decider;
import io.natskit.callout.Decision;
import io.natskit.callout.Login;
import io.natskit.client.Authenticator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Clients show a token of an OpenID Connect provider. The service verifies it by the keys that the provider publishes (issuer, audience, time and
 * signature), and lets in whom it names for as long as it holds, with what the groups in it may do. No user is in the server's configuration.
 */
public final class OpenIdConnect implements Decider {
    private static final String AUDIENCE = "nats";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final JWTProcessor<SecurityContext> tokens;

    /** Asks the provider where its keys are; they are fetched when they are needed, and again when an unknown one is named. */
    OpenIdConnect(String issuer) throws IOException, InterruptedException, ParseException {
        Map<String, Object> metadata = get(issuer + "/.well-known/openid-configuration");
        if (!issuer.equals(metadata.get("issuer"))) {
            throw new IOException("issuer: " + metadata.get("issuer") + " (expected: " + issuer + ")");
        }
        URI keys = URI.create(JSONObjectUtils.getString(metadata, "jwks_uri"));
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        // which algorithm is for us to say, not for the token
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.ES256,
                JWKSourceBuilder.create(keys.toURL()).retrying(true).build()));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                AUDIENCE, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "exp")));
        tokens = processor;
    }

    @Override
    public Decision decide(Login login) throws IOException {
        JWTClaimsSet claims;
        try {
            claims = tokens.process(login.token(), null);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return Decision.refuse("token: " + e.getMessage());
        }
        String subject = claims.getSubject();
        Instant ends = claims.getExpirationTime().toInstant();
        List<String> groups;
        try {
            List<String> named = claims.getStringListClaim("groups");
            groups = named == null ? List.of() : named;
        } catch (ParseException e) {
            return Decision.refuse("groups: " + e.getMessage());
        }
        // the connection ends with the token: the client comes back with a new one
        return Decision.allow(user -> user.name(subject).expires(ends).rules(AskingServer.rules(groups)));
    }

    private static Map<String, Object> get(String address) throws IOException, InterruptedException, ParseException {
        HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(address + ": status " + answer.statusCode() + " (expected: 200)");
        }
        return JSONObjectUtils.parse(answer.body());
    }

    /** Runs it, with a provider that is only played. */
    public static void main(String[] args) throws Exception {
        run();
    }

    static void run() throws Exception {
        try (Provider provider = Provider.start()) {
            OpenIdConnect service = new OpenIdConnect(provider.issuer());
            try (AskingServer server = AskingServer.start(service)) {
                Instant soon = Instant.now().plusSeconds(300);
                String ada = provider.token("ada", AUDIENCE, soon, "orders");
                server.requireMayOnly(Authenticator.token(ada), "orders.book", "prices.book");
                String mallory = provider.token("mallory", AUDIENCE, soon, "*", "prices", "orders.>");
                server.requireMayOnly(Authenticator.token(mallory), "prices.book", "orders.book");
                server.requireRefused("a token for another service", token(provider, "mail", soon));
                server.requireRefused("an expired token", token(provider, AUDIENCE, soon.minus(Duration.ofHours(1))));
                server.requireRefused("a token that is not signed", Authenticator.token(Provider.unsigned(ada)));
                try (Provider stranger = Provider.start()) {
                    server.requireRefused(
                            "a token of somebody else's that names our provider",
                            Authenticator.token(stranger.tokenAs(provider.issuer(), AUDIENCE, soon)));
                }
                server.requireRefused("no token", Authenticator.none());
            }
        }
    }

    private static Authenticator token(Provider provider, String audience, Instant ends) throws JOSEException {
        return Authenticator.token(provider.token("eve", audience, ends, "orders"));
    }
}
