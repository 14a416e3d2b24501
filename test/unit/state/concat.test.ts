import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { concatenatePaths } from "../../../src/state/concat.js";

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

describe("concatenatePaths", () => {
  const CASES: readonly (readonly [base: string, path: string, want: string])[] = [
    ["/a/", "b", "/a/b"],
    ["/a", "b", "/ab"],
    ["/a/", "/b//c/", "/b/c"],
    ["/a/b/", "../../../c", "/c"],
    ["/a/", "./b/./c/..", "/a/b"],
    ["/", "", ""],
    ["", "a/../b", "b"],
    ["/a/", "..b", "/a/..b"],
  ];
  for (const [base, path, want] of CASES) {
    it(`${JSON.stringify(base)} + ${JSON.stringify(path)}`, () => {
      assert.equal(Buffer.from(concatenatePaths(bytes(base), bytes(path))).toString(), want);
    });
  }

  it("has a limit", () => {
    const long = bytes("x".repeat(1023));
    assert.equal(Buffer.from(concatenatePaths(long, bytes("y"))).toString(), "/DIR_TOO_LONG/FILENAME_TOO_LONG");
  });
});
