/** Request for alerts. */
export interface AlertsRequest {
  /** Begin after the alert with this number. */
  readonly since?: number;
  /** Run of the server that it is from. */
  readonly epoch?: number;
  /** What it gets does not count as received: others who ask for what is new get it all the same. */
  readonly onlooker?: boolean;
}

/** An alert on the wire. */
export interface AlertResponse {
  /** ns since the epoch. */
  readonly time: bigint;
  /** Number of the priority. */
  readonly priority: number;
  /** Number of the source among those that had one. */
  readonly sourceNumber: number;
  readonly rule: string;
  /** The line that other outputs get. */
  readonly output: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly hostname: string;
  readonly tags: readonly string[];
  readonly source: string;
  /** Number of the alert in this run of the server; 0 from servers that do not count. */
  readonly sequence: number;
  /** Run of the server. */
  readonly epoch: number;
  /** Alerts that this client lost before this one. */
  readonly missed: number;
}

/** What a server says of itself. */
export interface VersionResponse {
  readonly version: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease: string;
  readonly build: string;
  readonly engineMajor: number;
  readonly engineMinor: number;
  readonly enginePatch: number;
  readonly engineVersion: string;
  readonly engineFieldsChecksum: string;
}

/** Full names of the methods. */
export const METHODS = {
  sub: "/falco.outputs.service/sub",
  get: "/falco.outputs.service/get",
  version: "/falco.version.service/version",
} as const;
