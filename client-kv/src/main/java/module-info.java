/** Key-value buckets on JetStream: reads, writes, watches, near caches, leases, configuration. */
module io.natskit.kv {
    requires static transitive org.jspecify;
    requires transitive io.natskit.client;
    requires transitive io.natskit.jetstream;
    requires transitive io.natskit.wire;

    exports io.natskit.kv;
    exports io.natskit.kv.config;
    exports io.natskit.kv.lease;
}
