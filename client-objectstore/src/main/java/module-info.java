/** Objects of any size in JetStream streams: put, get, ranges, resumed uploads, links, watches. */
module io.natskit.objectstore {
    requires static transitive org.jspecify;
    requires transitive io.natskit.client;
    requires transitive io.natskit.jetstream;
    requires transitive io.natskit.wire;

    exports io.natskit.objectstore;
}
