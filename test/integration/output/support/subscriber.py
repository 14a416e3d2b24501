# A client of the gRPC server made with stock tools: prints what it gets as lines of JSON.
# Usage: subscriber.py FOLDER_OF_STUBS ADDRESS sub|get|version COUNT [CA CERT KEY]
import json
import sys
import threading

stubs, address, method, count = sys.argv[1:5]
sys.path.insert(0, stubs)

import grpc
import outputs_pb2
import outputs_pb2_grpc
import schema_pb2
import version_pb2
import version_pb2_grpc


def read(path):
    with open(path, "rb") as f:
        return f.read()


if len(sys.argv) > 5:
    ca, cert, key = sys.argv[5:8]
    channel = grpc.secure_channel(address, grpc.ssl_channel_credentials(read(ca), read(key), read(cert)))
else:
    channel = grpc.insecure_channel(address)


def show(r):
    print(json.dumps({
        "time": r.time.seconds * 10**9 + r.time.nanos,
        "priority": schema_pb2.priority.Name(r.priority),
        "source_deprecated": r.source_deprecated,
        "rule": r.rule,
        "output": r.output,
        "output_fields": dict(r.output_fields),
        "hostname": r.hostname,
        "tags": list(r.tags),
        "source": r.source,
    }), flush=True)


def main():
    if method == "version":
        r = version_pb2_grpc.serviceStub(channel).version(version_pb2.request(), timeout=20)
        print(json.dumps([r.version, r.major, r.minor, r.patch, r.engine_minor, r.engine_version, r.engine_fields_checksum]))
        return
    stub = outputs_pb2_grpc.serviceStub(channel)
    if method == "get":
        for r in stub.get(outputs_pb2.request(), timeout=20):
            show(r)
        return
    # as clients of Falco do: an empty request now and then, for as long as alerts are wanted
    enough = threading.Event()

    def polls():
        while not enough.is_set():
            yield outputs_pb2.request()
            enough.wait(0.2)

    left = int(count)
    for r in stub.sub(polls(), timeout=120):
        show(r)
        # what the sensor says of itself is not awaited
        left -= r.source != "internal"
        if left == 0:
            break
    enough.set()


main()
