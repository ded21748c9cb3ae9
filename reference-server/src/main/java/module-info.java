/** The reference server. */
module io.natskit.server {
    requires static transitive org.jspecify;
    requires transitive io.natskit.wire;
    requires org.bouncycastle.provider;
    // For the tests alone, which measure memory: they are compiled into this module and run on the class path.
    requires static java.management;

    exports io.natskit.server;
    exports io.natskit.server.config;
}
