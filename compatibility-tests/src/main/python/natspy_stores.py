# SPDX-License-Identifier: Apache-2.0
# Copyright the NatsKit authors
"""nats-py as one of several clients of bucket X and object store O: write URL | read URL WRITER... Facts are printed a line each: writer, fact, value."""

import asyncio
import hashlib
import sys

import nats
from nats.js.api import ObjectMeta, ObjectMetaOptions
from nats.js.errors import KeyNotFoundError, ObjectNotFoundError

ME = "nats-py"
CONTENT = bytes((i * 31 + 7) & 0xFF for i in range(300_000))


async def write(kv, store):
    await kv.put(f"{ME}.put", b"value")
    await kv.put(f"{ME}.over", b"1")
    await kv.put(f"{ME}.over", b"2")
    await kv.put(f"{ME}.empty", b"")
    await kv.put(f"{ME}.bin", bytes([0, 1, 13, 10, 255]))
    await kv.create(f"{ME}.create", b"value")
    revision = await kv.put(f"{ME}.update", b"1")
    await kv.update(f"{ME}.update", b"2", last=revision)
    await kv.put(f"{ME}.del", b"1")
    await kv.delete(f"{ME}.del")
    await kv.put(f"{ME}.purge", b"1")
    await kv.put(f"{ME}.purge", b"2")
    await kv.purge(f"{ME}.purge")
    await kv.put(f"{ME}.again", b"1")
    await kv.delete(f"{ME}.again")
    await kv.create(f"{ME}.again", b"2")
    for i in range(1, 4):
        await kv.put(f"{ME}.hist", str(i).encode())
    await store.put(f"{ME}-plain", CONTENT, meta=ObjectMeta(description=f"from {ME}", headers={"h": ["v"]}))
    await store.put(f"{ME}-empty", b"")
    await store.put(f"{ME}-chunks", CONTENT, meta=ObjectMeta(options=ObjectMetaOptions(max_chunk_size=1000)))
    await store.put(f"{ME}-twice", CONTENT)
    await store.put(f"{ME}-twice", CONTENT[:1000])
    await store.put(f"{ME}-gone", CONTENT)
    await store.delete(f"{ME}-gone")


async def value(kv, key):
    try:
        return (await kv.get(key)).value or b""
    except KeyNotFoundError:
        return None


async def digest(store, name):
    return hashlib.sha256((await store.get(name)).data or b"").hexdigest()


async def read(kv, store, writer):
    def tell(fact, found):
        print(writer, fact, str(found).lower() if isinstance(found, bool) else found)

    for name in ("put", "over", "empty", "create", "update", "again"):
        tell(name, (await value(kv, f"{writer}.{name}")).decode())
    tell("bin", (await value(kv, f"{writer}.bin")).hex())
    tell("del", await value(kv, f"{writer}.del") is None)
    tell("purge", await value(kv, f"{writer}.purge") is None)
    tell("revision", (await kv.get(f"{writer}.put")).revision)
    tell("keys", ",".join(sorted(k for k in await kv.keys() if k.startswith(f"{writer}."))))
    tell("hist", ",".join(e.value.decode() for e in await kv.history(f"{writer}.hist")))
    tell("ops", ",".join(e.operation or "PUT" for e in await kv.history(f"{writer}.del")))
    info = await store.get_info(f"{writer}-plain")
    tell("obj-plain", await digest(store, f"{writer}-plain"))
    tell("obj-size", info.size)
    tell("obj-description", info.description)
    tell("obj-header", next(iter((info.headers or {}).values()), [""])[0])
    tell("obj-empty", (await store.get_info(f"{writer}-empty")).size)
    tell("obj-twice", await digest(store, f"{writer}-twice"))
    tell("obj-list", ",".join(sorted(i.name for i in await store.list() if i.name.startswith(f"{writer}-") and not i.deleted)))
    try:
        await store.get_info(f"{writer}-gone")
        tell("obj-gone", False)
    except ObjectNotFoundError:
        tell("obj-gone", True)
    for name in ("chunks", "link"):
        try:
            tell(f"obj-{name}", await digest(store, f"{writer}-{name}"))
        except ObjectNotFoundError:
            pass


async def main():
    nc = await nats.connect(sys.argv[2])
    js = nc.jetstream()
    kv = await js.key_value("X")
    store = await js.object_store("O")
    if sys.argv[1] == "write":
        await write(kv, store)
    else:
        for writer in sys.argv[3:]:
            await read(kv, store, writer)
    await nc.close()


asyncio.run(main())
