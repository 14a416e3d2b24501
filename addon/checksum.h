// SPDX-License-Identifier: Apache-2.0
// Checksums of files that a start reads: Node.js' own digests take it longer to load than to compute.
#pragma once
#include <napi.h>

void DefineChecksum(Napi::Env env, Napi::Object exports);
