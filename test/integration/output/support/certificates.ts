import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./tools.js";

/** Paths of the certificates of a test. */
export interface Certificates {
  readonly ca: string;
  readonly server: Pair;
  readonly client: Pair;
  /** Of another authority. */
  readonly stranger: Pair & { readonly ca: string };
}

export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** Make an authority, a server and a client in a folder, and a client that nobody knows. */
export function certificates(dir: string): Certificates {
  const ca = authority(dir, "ca");
  const other = authority(dir, "other");
  return {
    ca: ca.cert,
    server: signed(dir, "server", ca, "subjectAltName=DNS:localhost"),
    client: signed(dir, "client", ca, "extendedKeyUsage=clientAuth"),
    stranger: { ...signed(dir, "stranger", other, "extendedKeyUsage=clientAuth"), ca: other.cert },
  };
}

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

function authority(dir: string, name: string): Pair {
  const pair = { cert: join(dir, `${name}.crt`), key: join(dir, `${name}.key`) };
  run("openssl", [
    "req",
    "-x509",
    ...KEY,
    "-days",
    "2",
    "-subj",
    `/CN=${name}`,
    "-keyout",
    pair.key,
    "-out",
    pair.cert,
  ]);
  return pair;
}

function signed(dir: string, name: string, ca: Pair, extension: string): Pair {
  const pair = { cert: join(dir, `${name}.crt`), key: join(dir, `${name}.key`) };
  const request = join(dir, `${name}.csr`);
  const extensions = join(dir, `${name}.ext`);
  writeFileSync(extensions, `${extension}\n`);
  run("openssl", ["req", ...KEY, "-subj", `/CN=${name}`, "-keyout", pair.key, "-out", request]);
  const by = ["-CA", ca.cert, "-CAkey", ca.key, "-CAcreateserial", "-days", "2", "-extfile", extensions];
  run("openssl", ["x509", "-req", "-in", request, ...by, "-out", pair.cert]);
  return pair;
}
