import assert from "node:assert/strict";
import { posix } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { encodeText, Slice } from "../../../src/event/bytes.js";
import { ByteWriter } from "../../../src/event/text/writer.js";
import { isNormal, joinPath } from "../../../src/state/paths.js";

function join(base: string, path: string): string {
  const b = encodeText(base);
  const p = encodeText(path);
  const out = new Slice();
  joinPath(new ByteWriter(4), b, 0, b.length, p, 0, p.length, out);
  return out.text();
}

describe("joinPath", () => {
  it("joins and normalises", () => {
    assert.equal(join("/home/ann/", "x"), "/home/ann/x");
    assert.equal(join("/home/ann", "../bob/./y//z/"), "/home/bob/y/z");
    assert.equal(join("/home/ann/", "/etc//passwd"), "/etc/passwd");
    assert.equal(join("/", "../../x"), "/x");
    assert.equal(join("/a/", ".."), "/");
    assert.equal(join("", "/"), "/");
    assert.equal(join("", "dir/term"), "dir/term");
    assert.equal(join("a/", "../"), "");
  });

  it("hands out a normal absolute path as it lies", () => {
    const p = encodeText("/etc/shadow");
    const out = new Slice();
    joinPath(new ByteWriter(4), p, 0, 0, p, 0, p.length, out);
    assert.equal(out.buf, p);
  });

  const component = fc.constantFrom("a", "bc", ".", "..", "", "...", ".x", "..y", "z.");
  it("agrees with node:path on absolute results", () => {
    fc.assert(
      fc.property(fc.array(component, { maxLength: 6 }), fc.array(component, { maxLength: 6 }), (a, b) => {
        const base = `/${a.join("/")}/`;
        const path = b.join("/");
        const want = posix.resolve(base, path === "" ? "." : path);
        assert.equal(join(base, path), want);
      }),
    );
  });

  it("calls a path normal exactly when normalising leaves it alone", () => {
    fc.assert(
      fc.property(fc.array(component, { maxLength: 6 }), (a) => {
        const path = `/${a.join("/")}`;
        const bytes = encodeText(path);
        assert.equal(isNormal(bytes, 0, bytes.length), posix.resolve(path) === path);
      }),
    );
  });
});
