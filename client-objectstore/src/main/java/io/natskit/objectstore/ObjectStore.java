// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Objects of any size, in chunks; nothing here holds one whole unless asked to. Safe for use by many threads; not for implementation by users.
 *
 * <p><b>Whole or not at all.</b> An object is there when its description is, which is written last: a put that fails leaves what was there before, and removes its own
 * chunks. What is read is checked against number of chunks, size and digest before the end is told: a damaged or incomplete object ends in
 * {@link DamagedObjectException}, never in a normal end.
 */
public interface ObjectStore {

    /** The store's name. */
    String name();

    /** Puts an object, read to the end of {@code content}, which is not closed. One of the same name is replaced once this one is whole. */
    ObjectInfo put(String name, InputStream content, Consumer<PutSpec> spec);

    /** Puts a file. */
    ObjectInfo put(String name, Path file, Consumer<PutSpec> spec);

    /** Puts bytes. */
    ObjectInfo put(String name, byte[] content);

    /** Begins an upload that may be resumed, by this program or another, with its {@link Upload#token()}. */
    Upload begin(String name, Consumer<PutSpec> spec);

    /** Takes up an upload where what is stored of it ends; what is stored is read, to know its digest. */
    Upload resume(String token);

    /**
     * Opens an object for reading; one link is followed.
     *
     * @throws ObjectNotFoundException when there is none, or it was deleted
     */
    ObjectReader open(String name);

    /** A whole object of at most {@code maxBytes}; {@link IllegalArgumentException} if it is larger. */
    byte[] bytes(String name, long maxBytes);

    /** Part of an object: {@code length} bytes from {@code offset} on, less at its end. Chunks are read side by side. A part has no digest: only its length is checked. */
    byte[] range(String name, long offset, int length);

    /** Copies an object to a file, which is replaced once the copy is whole and checked. */
    ObjectInfo copyTo(String name, Path file);

    /** As {@link #copyTo(String, Path)}, as {@code spec} says. */
    ObjectInfo copyTo(String name, Path file, Consumer<GetSpec> spec);

    /** An object's description, if there is one that was not deleted; links are not followed. */
    Optional<ObjectInfo> info(String name);

    /** Changes name, description, headers or metadata. */
    ObjectInfo update(String name, Consumer<MetaSpec> spec);

    /**
     * Gives an object another name.
     *
     * @throws ObjectExistsException when there is one of that name
     */
    ObjectInfo rename(String name, String to);

    /** Makes a link to an object, of this store or another; replaces a link, but no object. */
    ObjectInfo link(String name, ObjectInfo to);

    /** Makes a link to a whole store. */
    ObjectInfo linkStore(String name, String store);

    /** Deletes an object. A tombstone is left, which watches see. */
    void delete(String name);

    /** Makes the store read-only for ever. */
    void seal();

    /** The objects that were not deleted. */
    Iterable<ObjectInfo> list();

    /** Tells {@code listener} of all objects, deletions too, then of all that happens; {@code spec} asks for less. */
    ObjectWatch watch(Consumer<ObjectWatchSpec> spec, Consumer<? super ObjectInfo> listener);

    /** How the store is made, and what it holds. */
    StoreStatus status();

    /** The same store for callers that must not wait. */
    AsyncObjectStore async();

    /** The same store for streams with demand. */
    FlowObjectStore flow();
}
