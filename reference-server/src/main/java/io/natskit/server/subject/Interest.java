// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

import io.natskit.wire.subject.Subjects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one account, found by the subject of a message. Literal patterns stand in a hash table, patterns with wildcards
 * in a trie by tokens; both are keyed by bytes, and neither makes a String.
 *
 * <p>Any thread may match while others change: a match takes no lock and makes no garbage (but that {@link Matches} grows). It finds
 * every subscription whose insert had returned before and whose removal had not begun. A change shows in {@link #generation()} only after
 * it shows in matches: who reads the generation first and matches then, may keep the result for as long as the generation stays.
 *
 * @param <T> a subscription; compared by identity
 */
public final class Interest<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentHashMap<SubjectKey, Targets> literals = new ConcurrentHashMap<>();
    // All edges of the trie in one table: a node itself is small, and ten thousand children are as quick as two.
    private final ConcurrentHashMap<SubjectKey, Node> edges = new ConcurrentHashMap<>();
    private final Node root = new Node(null, null, 0);
    // who wants to know when a literal subject gets or loses subscriptions
    private final ConcurrentHashMap<SubjectKey, Runnable[]> watches = new ConcurrentHashMap<>();

    // guarded by lock
    private int lastSalt;

    private volatile long generation;
    private volatile int size;

    /** An index without subscriptions. */
    public Interest() {}

    /** A number that each change raises; see the class. */
    public long generation() {
        return generation;
    }

    /** How many subscriptions there are. */
    public int size() {
        return size;
    }

    /**
     * Adds a subscription, as a member of {@code queue} unless that is null. The arrays are kept and must not change any more. Throws
     * {@link IllegalArgumentException} if {@code subject} is no valid pattern.
     */
    public void insert(byte[] subject, byte @Nullable [] queue, T target) {
        if (!Subjects.isValid(subject)) {
            throw new IllegalArgumentException("subject of " + subject.length + " bytes is not valid");
        }
        lock.lock();
        try {
            if (Subjects.isLiteral(subject)) {
                SubjectKey key = new SubjectKey(null, subject);
                literals.put(key, literals.getOrDefault(key, Targets.NONE).with(queue, target));
                tell(key);
            } else {
                Node node = nodeFor(subject);
                if (endsInTail(subject)) {
                    node.tail = node.tail.with(queue, target);
                } else {
                    node.targets = node.targets.with(queue, target);
                }
            }
            changed(1);
        } finally {
            lock.unlock();
        }
    }

    /** Removes a subscription that was inserted with the same subject and queue; false if there is none. */
    public boolean remove(byte[] subject, byte @Nullable [] queue, T target) {
        lock.lock();
        try {
            boolean removed = Subjects.isLiteral(subject)
                    ? removeLiteral(subject, queue, target)
                    : removePattern(subject, queue, target);
            if (removed) {
                changed(-1);
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a subscription to exactly this literal subject: in exactly this queue group, or in none if that is null. */
    public boolean hasLiteral(byte[] subject, byte @Nullable [] queue) {
        Targets targets = literals.get(new SubjectKey(null, subject));
        return targets != null && targets.has(queue);
    }

    /**
     * Has {@code changed} run, on whatever thread, after each change of the subscriptions to exactly this literal subject, until {@link #unwatch}. It
     * must return at once and not change this index. The array is kept.
     */
    public void watch(byte[] subject, Runnable changed) {
        watches.merge(new SubjectKey(null, subject), new Runnable[] {changed}, (old, more) -> {
            Runnable[] all = Arrays.copyOf(old, old.length + 1);
            all[old.length] = changed;
            return all;
        });
    }

    /** Ends a {@link #watch}. */
    public void unwatch(byte[] subject, Runnable changed) {
        watches.computeIfPresent(new SubjectKey(null, subject), (key, old) -> {
            Runnable[] left = Arrays.stream(old).filter(one -> one != changed).toArray(Runnable[]::new);
            return left.length == 0 ? null : left;
        });
    }

    /** How often a subscription was added. */
    public long inserts() {
        lock.lock();
        try {
            return (generation + size) / 2; // each change is one or the other
        } finally {
            lock.unlock();
        }
    }

    /** How often a subscription was removed. */
    public long removes() {
        lock.lock();
        try {
            return (generation - size) / 2;
        } finally {
            lock.unlock();
        }
    }

    /** Shows every subscription that is there, in no order. What changes meanwhile may be shown or not. */
    public void forEach(Consumer<T> action) {
        List<Targets> all = new ArrayList<>(literals.values());
        addStars(root, all);
        edges.values().forEach(node -> addStars(node, all));
        for (Targets targets : all) {
            targets.plain.forEach(action);
            for (Targets.Group group : targets.groups) {
                group.members.forEach(action);
            }
        }
    }

    /** A node and those that only stars lead to from there. */
    private static void addStars(Node first, List<Targets> all) {
        for (Node node = first; node != null; node = node.star) {
            all.add(node.targets);
            all.add(node.tail);
        }
    }

    /** Finds who gets a message on this subject. {@code out} is cleared first. A subject with an empty token reaches nobody. */
    public void match(byte[] bytes, int offset, int length, Matches<T> out) {
        out.clear();
        boolean onlyLiterals = root.isUnused();
        int hash = onlyLiterals ? Hashes.of(bytes, offset, length) : tokenize(bytes, offset, length, out);
        if (!onlyLiterals && out.tokenCount < 0) {
            return;
        }
        out.probe.fill(null, bytes, offset, length, hash);
        Targets literal = literals.get(out.probe);
        if (literal != null) {
            out.add(literal);
        }
        if (!onlyLiterals) {
            walk(bytes, out);
        }
    }

    /** Throws {@link IllegalStateException} if the parts contradict one another. Takes the lock; for tests. */
    public void checkInvariants() {
        lock.lock();
        try {
            int[] counted = {root.targets.size() + root.tail.size()};
            literals.forEach((key, targets) -> {
                require(!targets.isEmpty(), "a literal subject without subscriptions");
                counted[0] += targets.size();
            });
            Node starOfRoot = root.star;
            if (starOfRoot != null) {
                counted[0] += checkStars(starOfRoot);
            }
            edges.forEach((key, node) -> {
                require(node.edge == key, "an edge that its node does not know");
                counted[0] += checkStars(node);
            });
            require(counted[0] == size, "size: " + size + " (expected: " + counted[0] + ")");
        } finally {
            lock.unlock();
        }
    }

    // One pass for the hash of the whole and of each token. Leaves −1 in tokenCount if a token is empty.
    private int tokenize(byte[] bytes, int offset, int length, Matches<T> out) {
        int end = offset + length;
        int whole = Hashes.START;
        int token = Hashes.START;
        int start = offset;
        int count = 0;
        out.tokenCount = -1;
        for (int i = offset; i < end; i++) {
            byte b = bytes[i];
            whole = (whole ^ b) * Hashes.PRIME;
            if (b == '.') {
                if (i == start) {
                    return whole;
                }
                if (count + 1 >= out.tokenHashes.length) {
                    out.growTokens();
                }
                out.tokenStarts[count] = start;
                out.tokenHashes[count++] = token;
                token = Hashes.START;
                start = i + 1;
            } else {
                token = (token ^ b) * Hashes.PRIME;
            }
        }
        if (start < end) {
            out.tokenStarts[count] = start;
            out.tokenHashes[count++] = token;
            out.tokenStarts[count] = end + 1;
            out.tokenCount = count;
        }
        return whole;
    }

    // Depth first with a stack of its own: subjects come from the network, and their depth must not become the
    // thread's.
    private void walk(byte[] bytes, Matches<T> out) {
        int tokens = out.tokenCount;
        int top = 0;
        Node node = root;
        int depth = 0;
        while (true) {
            Node next = null;
            if (depth == tokens) {
                out.add(node.targets);
            } else {
                out.add(node.tail);
                Node star = node.star;
                next = node.edges == 0 ? null : child(node, bytes, depth, out);
                if (next == null) {
                    next = star;
                } else if (star != null) {
                    if (top == out.stackNodes.length) {
                        out.growStack();
                    }
                    out.stackNodes[top] = star;
                    out.stackDepths[top++] = depth + 1;
                }
            }
            if (next != null) {
                node = next;
                depth++;
            } else if (top > 0) {
                node = Objects.requireNonNull(out.stackNodes[--top]);
                out.stackNodes[top] = null;
                depth = out.stackDepths[top];
            } else {
                return;
            }
        }
    }

    private @Nullable Node child(Node node, byte[] bytes, int depth, Matches<T> out) {
        int start = out.tokenStarts[depth];
        out.probe.fill(node, bytes, start, out.tokenStarts[depth + 1] - 1 - start, out.tokenHashes[depth]);
        return edges.get(out.probe);
    }

    // Called with the lock held, after the change itself is visible.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void changed(int by) {
        size += by;
        generation++;
    }

    private Node nodeFor(byte[] pattern) {
        Node node = root;
        int start = 0;
        for (int i = 0; i <= pattern.length; i++) {
            if (i == pattern.length || pattern[i] == '.') {
                if (isToken(pattern, start, i, '>')) {
                    return node;
                }
                node = isToken(pattern, start, i, '*') ? starOf(node) : childOf(node, pattern, start, i);
                start = i + 1;
            }
        }
        return node;
    }

    private Node starOf(Node node) {
        Node star = node.star;
        if (star == null) {
            star = new Node(node, null, nextSalt());
            node.star = star;
        }
        return star;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the lock is held
    private Node childOf(Node node, byte[] pattern, int from, int to) {
        byte[] token = Arrays.copyOfRange(pattern, from, to);
        SubjectKey key = new SubjectKey(node, token);
        Node child = edges.get(key);
        if (child == null) {
            child = new Node(node, key, nextSalt());
            node.edges++;
            edges.put(key, child);
        }
        return child;
    }

    // Spreads the children of different nodes over the table; called with the lock held.
    private int nextSalt() {
        lastSalt += 0x9E3779B9;
        return lastSalt;
    }

    private boolean removeLiteral(byte[] subject, byte @Nullable [] queue, T target) {
        SubjectKey key = new SubjectKey(null, subject);
        Targets known = literals.get(key);
        Targets less = known == null ? null : known.without(queue, target);
        if (less == null) {
            return false;
        }
        if (less.isEmpty()) {
            literals.remove(key);
        } else {
            literals.put(key, less);
        }
        tell(key);
        return true;
    }

    // A watcher is told with the lock held, so that it misses nothing and hears in order; it must only take a note of
    // it.
    private void tell(SubjectKey key) {
        Runnable[] watching = watches.isEmpty() ? null : watches.get(key);
        if (watching != null) {
            for (Runnable one : watching) {
                one.run();
            }
        }
    }

    private boolean removePattern(byte[] pattern, byte @Nullable [] queue, T target) {
        Node node = find(pattern);
        if (node == null) {
            return false;
        }
        boolean tail = endsInTail(pattern);
        Targets less = (tail ? node.tail : node.targets).without(queue, target);
        if (less == null) {
            return false;
        }
        // one shared value for "nobody", or an emptied trie would keep its last arrays
        Targets left = less.isEmpty() ? Targets.NONE : less;
        if (tail) {
            node.tail = left;
        } else {
            node.targets = left;
        }
        prune(node);
        return true;
    }

    private @Nullable Node find(byte[] pattern) {
        Node node = root;
        int start = 0;
        for (int i = 0; i <= pattern.length && node != null; i++) {
            if (i == pattern.length || pattern[i] == '.') {
                if (isToken(pattern, start, i, '>')) {
                    return node;
                }
                node = isToken(pattern, start, i, '*')
                        ? node.star
                        : edges.get(new SubjectKey(node, Arrays.copyOfRange(pattern, start, i)));
                start = i + 1;
            }
        }
        return node;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the lock is held
    private void prune(Node from) {
        Node node = from;
        Node parent = node.parent;
        while (parent != null && node.isUnused()) {
            SubjectKey edge = node.edge;
            if (edge == null) {
                parent.star = null;
            } else {
                edges.remove(edge);
                parent.edges--;
            }
            node = parent;
            parent = node.parent;
        }
    }

    private static int checkStars(Node first) {
        int counted = 0;
        Node node = first;
        while (node != null) {
            require(!node.isUnused(), "an unused node in the trie");
            counted += node.targets.size() + node.tail.size();
            node = node.star;
        }
        return counted;
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalStateException("interest: " + problem);
        }
    }

    private static boolean endsInTail(byte[] pattern) {
        int last = pattern.length - 1;
        return pattern[last] == '>' && (last == 0 || pattern[last - 1] == '.');
    }

    private static boolean isToken(byte[] bytes, int from, int to, char wildcard) {
        return to - from == 1 && bytes[from] == wildcard;
    }
}
