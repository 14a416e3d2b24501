// SPDX-License-Identifier: Apache-2.0
// Sending on sockets that Node.js cannot use: UNIX datagrams, and sockets that were handed down and must not block.
#pragma once
#include <napi.h>

void DefineSockets(Napi::Env env, Napi::Object exports);
