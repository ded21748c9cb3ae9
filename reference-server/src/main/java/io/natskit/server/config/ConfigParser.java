// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns a configuration text into a tree of {@link ConfigNode}s: resolves variables (innermost block first, then the environment)
 * and includes. One parser for one text; throws {@link ConfigException}.
 */
final class ConfigParser {
    private static final int INCLUDES_MAX = 64;
    private static final int NESTING_MAX = 10_000;
    private static final String ENVIRONMENT_KEY = "pk";

    private final ConfigLexer lexer;
    private final String file;
    private final Function<String, @Nullable String> environment;
    private final int includeDepth;
    private final Set<String> openVariables;

    private final Map<String, ConfigNode> root = new LinkedHashMap<>();
    private final ArrayDeque<Object> contexts = new ArrayDeque<>();
    private final ArrayDeque<Lexeme> keys = new ArrayDeque<>();

    private ConfigParser(
            byte[] text,
            String file,
            Function<String, @Nullable String> environment,
            int includeDepth,
            Set<String> openVariables) {
        this.lexer = new ConfigLexer(text);
        this.file = file;
        this.environment = environment;
        this.includeDepth = includeDepth;
        this.openVariables = openVariables;
    }

    /** Parses a text; {@code file} names it in messages, and includes are relative to its folder. */
    static Map<String, ConfigNode> parse(byte[] text, String file, Function<String, @Nullable String> environment) {
        return new ConfigParser(text, file, environment, 0, new HashSet<>()).run();
    }

    /** Parses a file. */
    static Map<String, ConfigNode> parseFile(String file, Function<String, @Nullable String> environment) {
        return parse(read(file), file, environment);
    }

    private static byte[] read(String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new ConfigException("open " + file + ": no such file or directory");
        } catch (AccessDeniedException e) {
            throw new ConfigException("open " + file + ": permission denied");
        } catch (InvalidPathException e) {
            throw new ConfigException("open " + file + ": not a path (" + e.getReason() + ")");
        } catch (IOException e) {
            throw new ConfigException("read " + file + ": " + reason(e));
        }
    }

    private static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.endsWith("Is a directory") ? "is a directory" : message;
    }

    private Map<String, ConfigNode> run() {
        contexts.push(root);
        @Nullable Lexeme previous = null;
        Lexeme piece = lexer.next();
        while (piece.kind() != Lexeme.Kind.END) {
            previous = piece;
            take(piece);
            piece = lexer.next();
        }
        // The last character may be a bracket, so that JSON is a configuration too.
        if (previous != null
                && previous.kind() == Lexeme.Kind.KEY
                && !previous.text().equals("}")) {
            throw new ConfigException("config is invalid (" + file + ":" + piece.line() + ":" + piece.column() + ")");
        }
        return root;
    }

    private void take(Lexeme piece) {
        switch (piece.kind()) {
            case ERROR -> throw new ConfigException("Parse error on line " + piece.line() + ": '" + piece.text() + "'");
            case KEY -> keys.push(piece);
            case MAP_START -> open(new LinkedHashMap<String, ConfigNode>());
            case ARRAY_START -> open(new ArrayList<ConfigNode>());
            case MAP_END, ARRAY_END -> add(new ConfigNode(contexts.pop(), file, piece));
            case STRING -> add(new ConfigNode(piece.text(), file, piece));
            case BOOL -> add(new ConfigNode(ConfigNumbers.bool(piece.text()), file, piece));
            case INTEGER -> add(new ConfigNode(ConfigNumbers.integer(piece.text()), file, piece));
            case FLOAT -> add(new ConfigNode(ConfigNumbers.floating(piece.text()), file, piece));
            case DATETIME -> add(new ConfigNode(instant(piece.text()), file, piece));
            case VARIABLE -> add(new ConfigNode(lookUp(piece), file, piece));
            case INCLUDE -> include(piece);
            case END -> throw new IllegalStateException("the end is no value");
        }
    }

    private void open(Object context) {
        if (contexts.size() > NESTING_MAX) {
            throw new ConfigException("config is nested deeper than " + NESTING_MAX + " levels");
        }
        contexts.push(context);
    }

    private static Instant instant(String text) {
        try {
            return LocalDateTime.parse(text.substring(0, text.length() - 1)).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new ConfigException("expected Zulu formatted DateTime, but got '" + text + "'");
        }
    }

    @SuppressWarnings("unchecked") // a context is made by open() and nowhere else
    private void add(ConfigNode node) {
        Object context = contexts.getFirst();
        if (context instanceof List) {
            ((List<ConfigNode>) context).add(node);
            return;
        }
        Lexeme key = keys.poll();
        if (key == null) {
            throw new ConfigException("config is invalid (" + node.place() + ")");
        }
        node.placeAt(key.line(), key.column());
        Map<String, ConfigNode> map = (Map<String, ConfigNode>) context;
        map.remove(key.text());
        map.put(key.text(), node);
    }

    private Object lookUp(Lexeme reference) {
        String name = reference.text();
        // A bcrypt hash needs no quotes.
        if (name.startsWith("2a$")) {
            return "$" + name;
        }
        for (Object context : contexts) {
            if (context instanceof Map<?, ?> map && map.get(name) instanceof ConfigNode node) {
                node.markUsedAsVariable();
                return node.value();
            }
        }
        @Nullable Object value;
        try {
            value = fromEnvironment(name);
        } catch (ConfigException e) {
            throw new ConfigException("variable reference for '" + name + "' on line " + reference.line()
                    + " could not be parsed: " + e.getMessage());
        }
        if (value == null) {
            throw new ConfigException(
                    "variable reference for '" + name + "' on line " + reference.line() + " can not be found");
        }
        return value;
    }

    private @Nullable Object fromEnvironment(String name) {
        if (!openVariables.add(name)) {
            throw new ConfigException("variable reference cycle for '" + name + "'");
        }
        try {
            String text = environment.apply(name);
            if (text == null) {
                return null;
            }
            byte[] assignment = (ENVIRONMENT_KEY + "=" + text).getBytes(StandardCharsets.UTF_8);
            ConfigNode node = new ConfigParser(assignment, "", environment, includeDepth + 1, openVariables)
                    .run()
                    .get(ENVIRONMENT_KEY);
            return node == null ? null : node.value();
        } finally {
            openVariables.remove(name);
        }
    }

    private void include(Lexeme piece) {
        String target = piece.text();
        if (includeDepth >= INCLUDES_MAX) {
            throw new ConfigException("error parsing include file '" + target + "', includes are nested deeper than "
                    + INCLUDES_MAX + " levels");
        }
        Map<String, ConfigNode> included;
        try {
            String path = beside(file, target);
            included = new ConfigParser(read(path), path, environment, includeDepth + 1, new HashSet<>()).run();
        } catch (ConfigException e) {
            throw new ConfigException("error parsing include file '" + target + "', " + e.getMessage());
        }
        included.forEach((key, node) -> {
            keys.push(new Lexeme(Lexeme.Kind.KEY, key, node.line(), node.column()));
            add(node);
        });
    }

    /** A path in the folder of another, as Go joins them: always below that folder's path, even where the path is absolute. */
    private static String beside(String file, String target) {
        try {
            Path folder = Path.of(file).getParent();
            String base = folder == null ? "" : folder.toString();
            String joined = base.isEmpty() ? target : base + "/" + target;
            String clean = Path.of(joined).normalize().toString();
            return clean.isEmpty() ? "." : clean;
        } catch (InvalidPathException e) {
            throw new ConfigException("open " + target + ": not a path (" + e.getReason() + ")");
        }
    }
}
