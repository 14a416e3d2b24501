import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inSet } from "../../../src/filter/byteset.js";
import type { BytesTest } from "../../../src/filter/bytetests.js";
import { glob } from "../../../src/filter/glob.js";
import { inNet, parseIp, parseNet } from "../../../src/filter/ip.js";
import { convertLiteral } from "../../../src/filter/literals.js";
import { pathMatch } from "../../../src/filter/pathtrie.js";
import { slowGlob, slowPathMatch } from "../../../src/filter/slowmatch.js";
import { baseName, decodeBase64, getOptions, lowerAscii, textLength } from "../../../src/filter/transform.js";

const enc = (s: string) => new Uint8Array(Buffer.from(s));

/** Run a test on text that lies inside a larger buffer. */
function on(t: BytesTest, text: string): boolean {
  const b = enc(`//${text}//`);
  return t(b, 2, b.length - 4);
}

const GLOBS: readonly (readonly [string, string, boolean])[] = [
  ["*", "", true],
  ["*", "/a/.b", true],
  ["", "", true],
  ["", "a", false],
  ["a*c", "abbbc", true],
  ["a*c", "ac", true],
  ["a*c", "acd", false],
  ["*.so.?", "/lib/x.so.6", true],
  ["*.so.?", "/lib/x.so.", false],
  ["a*b*c", "aXbXbXc", true],
  ["a*b*c", "aXcXb", false],
  ["aa*aa", "aaa", false],
  ["[a-c]x", "bx", true],
  ["[!a-c]x", "bx", false],
  ["[^a-c]x", "dx", true],
  ["[]x]", "]", true],
  ["[[:digit:]_]", "7", true],
  ["[abc", "[abc", true],
  ["\\*", "*", true],
  ["\\*", "x", false],
  ["a\\", "a\\", false],
  ["/etc/*/x", "/etc/a/b/x", true],
];

describe("glob", () => {
  for (const [pattern, text, want] of GLOBS) {
    it(`${JSON.stringify(text)} glob ${JSON.stringify(pattern)} is ${want}`, () => {
      assert.equal(on(glob(enc(pattern)), text), want);
      assert.equal(slowGlob(pattern, text), want);
    });
  }
  it("folds ASCII letters for iglob", () => {
    assert.equal(on(glob(enc("*/PASS[A-Z]?"), true), "/etc/passwD"), true);
    assert.equal(on(glob(enc("abc"), true), "ABC"), true);
  });
  it("does not take exponential time", () => {
    const t = glob(enc(`${"a*".repeat(40)}b`));
    const start = performance.now();
    assert.equal(on(t, "a".repeat(20_000)), false);
    assert.ok(performance.now() - start < 500);
  });
});

const PATHS: readonly (readonly [readonly string[], string, boolean])[] = [
  [["/etc"], "/etc", true],
  [["/etc"], "/etc/passwd", true],
  [["/etc"], "/etcetera", false],
  [["/var//log/"], "var/log/x", true],
  [["/usr/lib", "/usr"], "/usr/bin", true],
  [["/usr", "/usr/lib"], "/us", false],
  [["/home/*/.ssh"], "/home/joe/.ssh/id", true],
  [["/home/*/.ssh"], "/home/joe/x/.ssh", false],
  [["/a/b*/c", "/a/*c/d"], "/a/bc/d", true],
  [["/a/x/y", "/a/*/z"], "/a/x/z", true],
  [["/"], "", true],
  [[], "/etc", false],
  [["/a/b/c"], "/a/b", false],
];

describe("pmatch", () => {
  for (const [list, path, want] of PATHS) {
    it(`${path} pmatch (${list.join(", ")}) is ${want}`, () => {
      assert.equal(on(pathMatch(list.map(enc)), path), want);
      assert.equal(
        list.some((p) => slowPathMatch(p, path)),
        want,
      );
    });
  }
});

describe("set of bytes", () => {
  it("knows its members and nothing else", () => {
    const words = ["", "a", "b", "ab", "ba", "abc", "abd", "bash", "dash", "zsh", "a".repeat(300)];
    const t = inSet([...words, ...words].map(enc));
    for (const w of words) assert.equal(on(t, w), true, w);
    for (const w of ["c", "aa", "abe", "bas", "bashh", "a".repeat(299), "a".repeat(301)])
      assert.equal(on(t, w), false, w);
    assert.equal(on(inSet([]), ""), false);
  });
});

describe("addresses", () => {
  it("reads and refuses text", () => {
    assert.deepEqual([...(parseIp("10.0.0.255") ?? [])], [10, 0, 0, 255]);
    assert.deepEqual([...(parseIp("::ffff:1.2.3.4") ?? [])].slice(10), [255, 255, 1, 2, 3, 4]);
    assert.deepEqual([...(parseIp("fe80::1:0") ?? [])], [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
    assert.deepEqual([...(parseIp("::") ?? [])], new Array(16).fill(0));
    for (const bad of [
      "",
      "1.2.3",
      "1.2.3.256",
      "1.2.3.04",
      "1::2::3",
      "12345::",
      "1:2:3:4:5:6:7",
      "g::",
      ":::",
      "1:2:3:4:5:6:7:8::",
    ]) {
      assert.equal(parseIp(bad), undefined, bad);
    }
  });
  it("knows what lies in a network", () => {
    const inside = (net: string, ip: string) => {
      const n = parseNet(net);
      const a = parseIp(ip);
      assert.ok(n && a);
      return inNet(n, a, 0, a.length);
    };
    assert.equal(inside("10.1.2.3/23", "10.1.3.9"), true);
    assert.equal(inside("10.1.2.0/23", "10.1.4.0"), false);
    assert.equal(inside("0.0.0.0/0", "1.2.3.4"), true);
    assert.equal(inside("0.0.0.0/0", "::1"), false);
    assert.equal(inside("2001:db8::/33", "2001:db8:7fff::"), true);
    assert.equal(inside("2001:db8::/33", "2001:db8:8000::"), false);
    for (const bad of ["10.0.0.0", "10.0.0.0/33", "::/0", "::/129", "10.0.0.0/x", "10.0.0.0/"])
      assert.equal(parseNet(bad), undefined, bad);
  });
});

describe("numbers", () => {
  const num = (text: string, type: Parameters<typeof convertLiteral>[1]) => {
    const l = convertLiteral(text, type);
    assert.ok(l.kind === "num");
    return l.big;
  };
  it("wrap and saturate by type", () => {
    assert.equal(num("-1", "UINT64"), (1n << 64n) - 1n);
    assert.equal(num("-1", "UINT32"), 4294967295n);
    assert.equal(num("65537", "UINT16"), 1n);
    assert.equal(num("300", "INT8"), 44n);
    assert.equal(num("99999999999999999999", "INT64"), (1n << 63n) - 1n);
    assert.equal(num("99999999999999999999", "UINT64"), (1n << 64n) - 1n);
    assert.equal(num("70000", "PORT"), 4464n);
    assert.equal(num("ssh", "PORT"), 22n);
  });
});

describe("transformers", () => {
  it("treat text as bytes", () => {
    assert.equal(lowerAscii("AbÜ"), "abÜ");
    assert.equal(decodeBase64("aGVsbG8"), "hello");
    assert.equal(decodeBase64("aGVsbG8="), "hello");
    assert.equal(decodeBase64("a"), undefined);
    assert.equal(decodeBase64("a*b="), undefined);
    assert.equal(baseName("/a/b"), "b");
    assert.equal(baseName("b/"), "");
    assert.equal(textLength("ab\0c"), 2);
  });
  it("scan options", () => {
    const args = ["-n", "5", "-xv", "--long", "-p80", "-z", "--", "-n"];
    assert.deepEqual(getOptions(args, "n:xp:", undefined), ["n", "5", "x", "?", "p", "80", "?"]);
    assert.deepEqual(getOptions(args, ":n:xp:", "p"), ["80"]);
    assert.deepEqual(getOptions(args, "n:xp:", "x"), ["x"]);
    assert.equal(getOptions(args, "n:xp:", "q"), undefined);
    assert.deepEqual(getOptions(["-n"], "n:", undefined), [""]);
    assert.deepEqual(getOptions(["file", "-n"], "n", undefined), []);
  });
});
