import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { writeFlags } from "../../../src/event/text/flags.js";
import { isMapped, writeIp } from "../../../src/event/text/net.js";
import { percentG } from "../../../src/event/text/number.js";
import { writeTuple } from "../../../src/event/text/tuple.js";
import { ByteWriter } from "../../../src/event/text/writer.js";

function written(write: (w: ByteWriter) => void): string {
  const w = new ByteWriter(1);
  write(w);
  return w.textSince(0);
}

describe("ByteWriter", () => {
  it("writes numbers as JavaScript does", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (n) =>
        assert.equal(
          written((w) => w.dec(n)),
          String(n),
        ),
      ),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (n) => {
        const u = BigInt.asUintN(64, n);
        const lo = Number(u & 0xffffffffn);
        const hi = Number(u >> 32n);
        assert.equal(
          written((w) => w.dec64(lo, hi)),
          String(n),
        );
        assert.equal(
          written((w) => w.hex64(lo, hi)),
          u.toString(16).toUpperCase(),
        );
      }),
    );
    fc.assert(
      fc.property(fc.nat(0xffffffff), (n) =>
        assert.equal(
          written((w) => w.oct(n)),
          n.toString(8),
        ),
      ),
    );
  });
  it("writes any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (s) => {
        assert.equal(
          written((w) => w.text(s)),
          Buffer.from(s, "utf8").toString("utf8"),
        );
      }),
    );
  });
});

describe("addresses", () => {
  const v6 = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
  const text = (b: Uint8Array): string => written((w) => writeIp(w, b, 0, b.length));
  it("are written in their shortest form", () => {
    assert.equal(text(Uint8Array.of(127, 0, 0, 1)), "127.0.0.1");
    assert.equal(text(v6("00000000000000000000000000000001")), "::1");
    assert.equal(text(v6("00000000000000000000000000000000")), "::");
    assert.equal(text(v6("20010db8000000000001000000000001")), "2001:db8::1:0:0:1");
    assert.equal(text(v6("fe800000000000000000000000000000")), "fe80::");
    assert.equal(text(v6("00000000000000000000ffff0a000001")), "::ffff:10.0.0.1");
    assert.equal(text(v6("00010002000300040005000600070008")), "1:2:3:4:5:6:7:8");
  });
  it("know an IPv4 address in IPv6 clothes", () => {
    assert.ok(isMapped(v6("00000000000000000000ffff0a000001"), 0));
    assert.ok(!isMapped(v6("00000000000000000000fffe0a000001"), 0));
  });
  it("of malformed tuples write nothing", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (b) => {
        writeTuple(new ByteWriter(1), b, 0, b.length);
      }),
    );
    assert.ok(!writeTuple(new ByteWriter(1), Uint8Array.of(2, 1, 2), 0, 3));
  });
});

describe("flags", () => {
  const table = [
    ["RW", 3],
    ["W", 2],
    ["R", 1],
    ["NONE", 0],
  ] as const;
  const names = (v: number): string => written((w) => writeFlags(w, table, v));
  it("are named greedily in table order", () => {
    assert.deepEqual([names(3), names(2), names(1), names(0), names(8), names(9)], ["RW", "W", "R", "NONE", "", "R"]);
  });
});

describe("percentG", () => {
  it("prints as C does", () => {
    assert.deepEqual([0, 1e-6, 0.2, 1.5, 100000, 1234567, 1e-5, 12.3456789].map(percentG), [
      "0",
      "1e-06",
      "0.2",
      "1.5",
      "100000",
      "1.23457e+06",
      "1e-05",
      "12.3457",
    ]);
  });
});
