/** The reference server. */
@SuppressWarnings("module")
module io.natskit.server {
    requires static transitive org.jspecify;
    requires transitive io.natskit.wire;
    requires io.natskit.xkeys;
    requires java.management;
    requires java.net.http;
    requires jdk.httpserver;
    requires jdk.jfr;
    requires org.bouncycastle.provider;

    exports io.natskit.server;
    exports io.natskit.server.config;
    exports io.natskit.server.program to
            io.natskit.cli;
}
