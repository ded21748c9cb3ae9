// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes an image of the server without a daemon, a base or a registry: a runtime by jlink, the server's jar, the archive of classes, and of the system the C library
 * that the runtime is linked with, as one layer in the layout of OCI, which Docker loads, too. Run by {@code mvn -Pimage package}; arguments: the jar, the folder to work in.
 */
public final class Image {
    private static final String MODULES =
            "java.base,java.logging,java.management,java.naming,java.net.http,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.management,jdk.unsupported";
    private static final String HOME = "opt/natskit";
    private static final String PROGRAM = "io.natskit.server.program.";
    private static final int NOBODY = 65532;
    private static final FileTime BEGINNING = FileTime.fromMillis(1_000_000_000_000L);

    private final Path root;
    private final Path out;

    private Image(Path out) {
        this.out = out;
        this.root = out.resolve("root");
    }

    public static void main(String[] args) throws Exception {
        Path out = Path.of(args[1]).toAbsolutePath();
        clear(out);
        Image image = new Image(out);
        image.runtime();
        image.jar(Path.of(args[0]));
        image.system();
        image.archive();
        image.write();
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path one : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(one);
                }
            }
        }
        Files.createDirectories(folder);
    }

    private void runtime() {
        boolean zip = Runtime.version().feature() >= 21;
        ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
        int code = jlink.run(
                System.out,
                System.err,
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                zip ? "--compress=zip-9" : "--compress=2",
                "--vm=server",
                "--output",
                root.resolve(HOME).resolve("runtime").toString());
        if (code != 0) {
            throw new IllegalStateException("jlink: " + code);
        }
    }

    private void jar(Path jar) throws IOException {
        Path to = Files.createDirectories(root.resolve(HOME).resolve("lib")).resolve("natskit-server.jar");
        Files.copy(jar, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The C library and its loader, where the runtime's own programs say that they are; users, and folders to write to. */
    private void system() throws IOException, InterruptedException {
        Path runtime = root.resolve(HOME).resolve("runtime");
        List<Path> binaries = new ArrayList<>(List.of(runtime.resolve("bin/java")));
        try (Stream<Path> all = Files.walk(runtime.resolve("lib"))) {
            all.filter(one -> one.toString().endsWith(".so")).forEach(binaries::add);
        }
        for (Path binary : binaries) {
            for (String word : output("ldd", binary.toString()).split("\\s+")) {
                Path library = Path.of(word);
                if (word.startsWith("/") && Files.isRegularFile(library) && !library.startsWith(root)) {
                    Path to = root.resolve(word.substring(1));
                    Files.createDirectories(to.getParent());
                    Files.copy(library.toRealPath(), to, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/passwd"), "nats:x:" + NOBODY + ":" + NOBODY + "::/data:/none\n");
        Files.writeString(root.resolve("etc/group"), "nats:x:" + NOBODY + ":\n");
        Files.writeString(root.resolve("etc/nsswitch.conf"), "hosts: files dns\n");
        for (String folder : List.of("data", "tmp", "proc", "dev")) {
            Files.createDirectories(root.resolve(folder));
        }
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    /** The archive of classes, made by the image's own runtime. It knows jar and runtime by time and size, so these are set first. */
    private void archive() throws IOException, InterruptedException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path one : all.filter(file -> !Files.isSymbolicLink(file)).toList()) {
                Files.setLastModifiedTime(one, BEGINNING);
            }
        }
        Path lib = root.resolve(HOME).resolve("lib");
        String java = root.resolve(HOME).resolve("runtime/bin/java").toString();
        System.out.print(output(java, "-cp", lib.resolve("natskit-server.jar").toString(), PROGRAM + "Prepare", lib.toString()));
        try (Stream<Path> made = Files.list(lib)) {
            for (Path one : made.toList()) {
                String name = one.getFileName().toString();
                if (name.endsWith(".aot") || name.endsWith(".jsa")) {
                    Files.move(one, lib.resolve("classes.archive"));
                } else if (!name.endsWith(".jar")) {
                    Files.delete(one);
                }
            }
        }
    }

    private void write() throws Exception {
        Path blobs = Files.createDirectories(out.resolve("oci/blobs/sha256"));
        Path layer = out.resolve("layer.tar.gz");
        MessageDigest plain = MessageDigest.getInstance("SHA-256");
        long bytes;
        try (Tar tar = new Tar(new DigestOutputStream(new GZIPOutputStream(Files.newOutputStream(layer)), plain))) {
            bytes = tar.tree(root);
        }
        String layerName = name(Files.readAllBytes(layer));
        long layerSize = Files.size(layer);
        Files.move(layer, blobs.resolve(layerName));
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        byte[] config = config(arch, hex(plain.digest())).getBytes(StandardCharsets.UTF_8);
        Files.write(blobs.resolve(name(config)), config);
        String type = "application/vnd.oci.image.";
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + type + "manifest.v1+json\",\"config\":"
                        + descriptor(type + "config.v1+json", name(config), config.length) + ",\"layers\":["
                        + descriptor(type + "layer.v1.tar+gzip", layerName, layerSize) + "]}")
                .getBytes(StandardCharsets.UTF_8);
        Files.write(blobs.resolve(name(manifest)), manifest);
        Files.writeString(out.resolve("oci/oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.writeString(
                out.resolve("oci/index.json"),
                "{\"schemaVersion\":2,\"manifests\":[" + descriptor(type + "manifest.v1+json", name(manifest), manifest.length)
                        + "]}");
        // what "docker load" reads
        Files.writeString(
                out.resolve("oci/manifest.json"),
                "[{\"Config\":\"blobs/sha256/" + name(config)
                        + "\",\"RepoTags\":[\"natskit-server:latest\"],\"Layers\":[\"blobs/sha256/" + layerName + "\"]}]");
        try (Tar tar = new Tar(Files.newOutputStream(out.resolve("natskit-server-image.tar")))) {
            tar.tree(out.resolve("oci"));
        }
        System.out.printf("image: %.1f MB, of it the runtime %.1f, the archive %.1f; packed %.1f MB: %s%n",
                bytes / 1e6, size(root.resolve(HOME).resolve("runtime")) / 1e6,
                size(root.resolve(HOME).resolve("lib/classes.archive")) / 1e6, layerSize / 1e6,
                out.resolve("natskit-server-image.tar"));
    }

    private static long size(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).mapToLong(one -> one.toFile().length()).sum();
        }
    }

    private static String config(String arch, String layer) {
        String home = "/" + HOME;
        String java = home + "/runtime/bin/java";
        String jar = home + "/lib/natskit-server.jar";
        boolean aot = Runtime.version().feature() >= 25;
        List<String> entry = List.of(java, (aot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + home + "/lib/classes.archive",
                "-Xlog:disable", "-XX:+UseSerialGC", "-Xms16m", "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError",
                "-Dnatskit.name=nats-server", "-cp", jar, PROGRAM + "Program");
        List<String> health = List.of("CMD", java, "-Xlog:disable", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx16m",
                "-cp", jar, PROGRAM + "Health", "http://127.0.0.1:8222/healthz");
        return "{\"architecture\":\"" + arch + "\",\"os\":\"linux\",\"created\":\"2001-09-09T01:46:40Z\",\"config\":{\"User\":\""
                + NOBODY + ":" + NOBODY + "\",\"Env\":[\"_JAVA_SR_SIGNUM=64\"],\"ExposedPorts\":{\"4222/tcp\":{},\"8222/tcp\":{}},"
                + "\"Volumes\":{\"/data\":{}},\"WorkingDir\":\"/data\",\"StopSignal\":\"SIGTERM\",\"Entrypoint\":" + list(entry)
                + ",\"Cmd\":[\"-m\",\"8222\",\"-sd\",\"/data\"],\"Healthcheck\":{\"Test\":" + list(health)
                + ",\"Interval\":10000000000,\"Timeout\":5000000000,\"StartPeriod\":5000000000,\"Retries\":3}},"
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:" + layer + "\"]}}";
    }

    private static String list(List<String> words) {
        return "[\"" + String.join("\",\"", words) + "\"]";
    }

    private static String descriptor(String type, String name, long size) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"sha256:" + name + "\",\"size\":" + size + "}";
    }

    private static String name(byte[] content) throws Exception {
        return hex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    /** Writes trees in the ustar format, in the order of names, owned by root, of one time; what the server writes to is its own. */
    private static final class Tar implements AutoCloseable {
        private static final int BLOCK = 512;
        private final OutputStream to;

        Tar(OutputStream to) {
            this.to = to;
        }

        long tree(Path root) throws IOException {
            Map<String, Path> files = new TreeMap<>();
            try (Stream<Path> all = Files.walk(root)) {
                all.filter(one -> !one.equals(root))
                        .forEach(one -> files.put(root.relativize(one).toString().replace('\\', '/'), one));
            }
            long bytes = 0;
            for (Map.Entry<String, Path> file : files.entrySet()) {
                bytes += entry(file.getKey(), file.getValue());
            }
            return bytes;
        }

        private long entry(String name, Path file) throws IOException {
            boolean link = Files.isSymbolicLink(file);
            boolean folder = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
            long size = link || folder ? 0 : Files.size(file);
            boolean own = name.equals("data");
            int mode = name.equals("tmp") ? 01777 : folder || Files.isExecutable(file) ? 0755 : 0644;
            byte[] head = new byte[BLOCK];
            int cut = name.length() <= 99 ? -1 : name.lastIndexOf('/', 154);
            text(head, 0, folder ? name.substring(cut + 1) + "/" : name.substring(cut + 1));
            octal(head, 100, 8, mode);
            octal(head, 108, 8, own ? NOBODY : 0);
            octal(head, 116, 8, own ? NOBODY : 0);
            octal(head, 124, 12, size);
            octal(head, 136, 12, BEGINNING.toMillis() / 1000);
            head[156] = (byte) (link ? '2' : folder ? '5' : '0');
            text(head, 157, link ? Files.readSymbolicLink(file).toString() : "");
            text(head, 257, "ustar\0" + "00");
            text(head, 345, cut < 0 ? "" : name.substring(0, cut));
            text(head, 148, "        ");
            int sum = 0;
            for (byte b : head) {
                sum += b & 0xff;
            }
            octal(head, 148, 7, sum);
            to.write(head);
            if (size > 0) {
                try (InputStream in = Files.newInputStream(file)) {
                    in.transferTo(to);
                }
                to.write(new byte[(int) (-size & (BLOCK - 1))]);
            }
            return size;
        }

        private static void text(byte[] head, int at, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            System.arraycopy(bytes, 0, head, at, bytes.length);
        }

        private static void octal(byte[] head, int at, int length, long value) {
            String digits = Long.toOctalString(value);
            text(head, at, "0".repeat(length - 1 - digits.length()) + digits);
        }

        @Override
        public void close() throws IOException {
            to.write(new byte[2 * BLOCK]);
            to.close();
        }
    }
}
