// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.callout;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldif.LDIFException;
import io.natskit.callout.Decider;
import io.natskit.callout.Decision;
import io.natskit.callout.Login;
import io.natskit.client.Authenticator;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Clients log in with the name and password that they have in a directory. The service tries them there, and what they may do follows from the groups that
 * the directory has them in. Over LDAPS where the directory is elsewhere: this one is in the same process.
 */
public final class LdapDirectory implements Decider {
    private static final String PEOPLE = "ou=people,dc=example,dc=org";
    private static final String GROUPS = "ou=groups,dc=example,dc=org";
    private static final int PATIENCE_MILLIS = 3_000;

    private final int port;

    LdapDirectory(int port) {
        this.port = port;
    }

    @Override
    public Decision decide(Login login) throws LDAPException {
        // a bind without a password is nobody's, and succeeds
        if (login.user().isEmpty() || login.password().isEmpty()) {
            return Decision.refuse("no name or no password");
        }
        // names are put together by the library: one may hold a comma, or worse
        DN name = new DN(new RDN("uid", login.user()), new DN(PEOPLE));
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(PATIENCE_MILLIS);
        options.setResponseTimeoutMillis(PATIENCE_MILLIS);
        try (LDAPConnection directory = new LDAPConnection(options, "127.0.0.1", port)) {
            directory.bind(name.toString(), login.password());
            List<String> groups = new ArrayList<>();
            SearchResult found = directory.search(
                    GROUPS, SearchScope.ONE, Filter.createEqualityFilter("member", name.toString()), "cn");
            // null only where somebody else takes them one by one
            for (SearchResultEntry group : Objects.requireNonNull(found.getSearchEntries())) {
                groups.add(group.getAttributeValue("cn"));
            }
            return Decision.allow(user -> user.name(login.user()).rules(AskingServer.rules(groups)));
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                return Decision.refuse("unknown, or a wrong password");
            }
            throw e;
        }
    }

    /** Runs it, with a directory of its own. */
    public static void main(String[] args) throws Exception {
        run();
    }

    static void run() throws Exception {
        InMemoryDirectoryServer directory = directory();
        directory.startListening();
        try (AskingServer server = AskingServer.start(new LdapDirectory(directory.getListenPort()))) {
            server.requireMayOnly(user("ada", "Lovelace"), "orders.book", "prices.book");
            server.requireMayOnly(user("byron, jr.", "Don Juan"), "prices.book", "orders.book");
            server.requireMayNot(user("mallory", "Everything"), "orders.book");
            server.requireRefused("a wrong password", user("ada", "Byron"));
            server.requireRefused("somebody unknown", user("eve", "Lovelace"));
            server.requireRefused("no password", user("ada", ""));
            server.requireRefused("a name made to mean another", user("ada,ou=people,dc=example,dc=org", "Lovelace"));
        } finally {
            directory.shutDown(true);
        }
    }

    private static Authenticator user(String name, String password) {
        return Authenticator.userPassword(name, password.toCharArray());
    }

    private static InMemoryDirectoryServer directory() throws LDAPException, LDIFException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
        InMemoryDirectoryServer directory = new InMemoryDirectoryServer(config);
        directory.add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
        directory.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
        directory.add("dn: " + GROUPS, "objectClass: organizationalUnit", "ou: groups");
        person(directory, "ada", "Lovelace", "orders");
        person(directory, "byron, jr.", "Don Juan", "prices");
        person(directory, "mallory", "Everything", "*");
        return directory;
    }

    private static void person(InMemoryDirectoryServer directory, String uid, String password, String group)
            throws LDAPException, LDIFException {
        DN name = new DN(new RDN("uid", uid), new DN(PEOPLE));
        directory.add(
                "dn: " + name,
                "objectClass: inetOrgPerson",
                "uid: " + uid,
                "cn: " + uid,
                "sn: " + uid,
                "userPassword: " + password);
        directory.add("dn: cn=" + group + "," + GROUPS, "objectClass: groupOfNames", "cn: " + group, "member: " + name);
    }
}
