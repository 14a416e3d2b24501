import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { CaptureError } from "../../../src/capture/error.js";
import { unpacked } from "../../../src/capture/source.js";

const DATA = Buffer.from(Array.from({ length: 60_000 }, (_, i) => (i * 7919 + (i >> 5)) & 0xff));
const PACKED = gzipSync(DATA);

/** What can be unpacked of the bytes, given in pieces, and the fault at its end. */
async function unpack(bytes: Uint8Array, step: number): Promise<{ data: Buffer; fault: string | undefined }> {
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < bytes.length; i += step) yield bytes.subarray(i, i + step);
  };
  const out: Uint8Array[] = [];
  try {
    for await (const b of unpacked(pieces())) out.push(Buffer.from(b));
  } catch (e) {
    assert.ok(e instanceof CaptureError);
    return { data: Buffer.concat(out), fault: e.message };
  }
  return { data: Buffer.concat(out), fault: undefined };
}

describe("gzip", () => {
  const STEPS = [1 << 20, 1000, 61];
  const good: [string, Uint8Array, Buffer][] = [
    ["one member", PACKED, DATA],
    ["two members", Buffer.concat([PACKED, gzipSync(Buffer.from("more"))]), Buffer.concat([DATA, Buffer.from("more")])],
    ["members that are empty", Buffer.concat([gzipSync(Buffer.alloc(0)), PACKED]), DATA],
    ["what is not gzip behind it", Buffer.concat([PACKED, Buffer.alloc(3000, 7)]), DATA],
    ["zeros behind it", Buffer.concat([PACKED, Buffer.alloc(3000)]), DATA],
    ["a header with all there can be", withHeader(), DATA],
    ["no packing at all", DATA, DATA],
    ["a single byte", Buffer.from([0x1f]), Buffer.from([0x1f])],
  ];
  for (const [what, bytes, want] of good)
    it(`unpacks ${what}`, async () => {
      for (const step of STEPS) {
        const { data, fault } = await unpack(bytes, step);
        assert.equal(fault, undefined);
        assert.ok(data.equals(want), `${data.length} bytes, expected ${want.length}`);
      }
    });

  it("ends where the file was cut off", async () => {
    for (const n of [5, 12, 500, PACKED.length - 9, PACKED.length - 4]) {
      const { data, fault } = await unpack(PACKED.subarray(0, n), 100);
      assert.equal(fault, undefined);
      assert.ok(DATA.subarray(0, data.length).equals(data));
    }
    assert.ok((await unpack(PACKED.subarray(0, -4), 100)).data.equals(DATA));
  });

  it("gives all data before it tells of a wrong length or checksum", async () => {
    for (const at of [4, 8]) {
      const bytes = Buffer.from(PACKED);
      bytes[bytes.length - at] = (bytes[bytes.length - at] as number) ^ 1;
      const { data, fault } = await unpack(bytes, 5000);
      assert.match(fault ?? "", at === 4 ? /length/ : /checksum/);
      assert.ok(data.equals(DATA));
    }
  });

  it("gives what stands before corrupt data", async () => {
    const bytes = Buffer.from(PACKED);
    bytes.fill(0xff, PACKED.length - 600, PACKED.length - 300);
    const { data, fault } = await unpack(bytes, 5000);
    assert.match(fault ?? "", /packed data is corrupt/);
    assert.ok(data.length > 0);
  });
});

/** The packed data with an extra field, a name, a comment and a checksum of the header. */
function withHeader(): Buffer {
  const head = Buffer.from(PACKED.subarray(0, 10));
  head[3] = 2 | 4 | 8 | 16;
  const extra = Buffer.from([3, 0, 1, 2, 3]);
  return Buffer.concat([head, extra, Buffer.from("name\0comment\0"), Buffer.from([0, 0]), PACKED.subarray(10)]);
}
