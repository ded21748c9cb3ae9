// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.callout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each sample does what it says; it throws where its own result is wrong. */
@Timeout(60)
class CalloutSamplesIT {
    @Test
    void whom_an_openid_connect_provider_names_comes_in() throws Exception {
        OpenIdConnect.run();
    }

    @Test
    void whom_a_directory_knows_comes_in() throws Exception {
        LdapDirectory.run();
    }
}
