import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OutputError } from "../errors.js";
import { reasonOf } from "./channel.js";

/** Options about TLS, as in `http_output`. */
export interface TlsOptions {
  /** Trust anybody. Default false. */
  readonly insecure?: boolean;
  /** File with the certificate authority. */
  readonly ca_cert?: string;
  /** File with several of them. */
  readonly ca_bundle?: string;
  /** Folder of them, by hash. The first of the three that is not empty is taken. Default /etc/ssl/certs. */
  readonly ca_path?: string;
  /** Show a certificate of our own. Default false. */
  readonly mtls?: boolean;
  readonly client_cert?: string;
  readonly client_key?: string;
}

/** What Node's TLS wants to know. */
export interface TlsMaterial {
  readonly rejectUnauthorized: boolean;
  readonly ca?: readonly string[] & string[];
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

const DEFAULT_CA_PATH = "/etc/ssl/certs";
const DEFAULT_CERT = "/etc/ssl/certs/client.crt";
const DEFAULT_KEY = "/etc/ssl/certs/client.key";
/** Names that OpenSSL looks for. */
const BY_HASH = /^[0-9a-f]{8}\.\d+$/;
const CERTIFICATE = /\.(pem|crt)$/;

/**
 * Read certificates and keys.
 * @throws {OutputError} if one cannot be read
 */
export function tlsMaterial(o: TlsOptions): TlsMaterial {
  return {
    rejectUnauthorized: !(o.insecure ?? false),
    ...authorities(o),
    ...(o.mtls
      ? {
          cert: read(o.client_cert ?? DEFAULT_CERT, "client_cert"),
          key: read(o.client_key ?? DEFAULT_KEY, "client_key"),
        }
      : {}),
  };
}

function authorities(o: TlsOptions): { ca?: string[] } {
  if (o.insecure) return {};
  if (o.ca_cert) return { ca: [read(o.ca_cert, "ca_cert").toString()] };
  if (o.ca_bundle) return { ca: [read(o.ca_bundle, "ca_bundle").toString()] };
  const folder = o.ca_path || DEFAULT_CA_PATH;
  const found = folderOf(folder);
  if (found.length > 0) return { ca: found };
  // hosts and images without certificates: what Node.js brings along, unless a folder was asked for
  if (o.ca_path && o.ca_path !== DEFAULT_CA_PATH) {
    throw new OutputError(`ca_path: there are no certificates in '${folder}'`);
  }
  return {};
}

function folderOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder);
  const hashed = names.filter((n) => BY_HASH.test(n));
  const files = hashed.length > 0 ? hashed : names.filter((n) => CERTIFICATE.test(n));
  const out = new Set<string>();
  for (const name of files) {
    try {
      out.add(readFileSync(join(folder, name), "utf8"));
    } catch {
      // links to what was removed
    }
  }
  return [...out];
}

function read(path: string, key: string): Buffer {
  try {
    return readFileSync(path);
  } catch (e) {
    throw new OutputError(`${key}: '${path}' cannot be read: ${reasonOf(e)}`);
  }
}
