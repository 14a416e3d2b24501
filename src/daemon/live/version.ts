import type { VersionResponse } from "../../output/grpc/messages.js";

/** What the gRPC service says of this version, from what `--version` prints. */
export function versionResponse(v: Readonly<Record<string, string>>): VersionResponse {
  const numbers = (text = ""): number[] => text.split(/[.+-]/).map(Number);
  const [major = 0, minor = 0, patch = 0] = numbers(v.falco_version);
  const [engineMajor = 0, engineMinor = 0, enginePatch = 0] = numbers(v.engine_version_semver);
  return {
    version: v.falco_version ?? "",
    major,
    minor,
    patch,
    prerelease: "",
    build: "",
    engineMajor,
    engineMinor,
    enginePatch,
    engineVersion: v.engine_version_semver ?? "",
    engineFieldsChecksum: v.engine_fields_checksum ?? "",
  };
}
