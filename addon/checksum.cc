// SPDX-License-Identifier: Apache-2.0
#include "checksum.h"

#include <sys/random.h>
#include <zlib.h>

namespace {

// checksum(bytes, before): CRC-32 of `bytes`, as the continuation of what has the CRC-32 `before` (0 = of nothing)
Napi::Value Checksum(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  if (info.Length() < 2 || !info[0].IsTypedArray() || !info[1].IsNumber()) {
    Napi::TypeError::New(env, "Expected bytes and the checksum before them").ThrowAsJavaScriptException();
    return env.Undefined();
  }
  auto bytes = info[0].As<Napi::Uint8Array>();
  return Napi::Number::New(env, crc32_z(info[1].As<Napi::Number>().Uint32Value(), bytes.Data(), bytes.ByteLength()));
}

// randomSeed(): 64 bits that nobody can guess
Napi::Value RandomSeed(const Napi::CallbackInfo& info) {
  uint64_t seed = 0;
  if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed)) {
    Napi::Error::New(info.Env(), "the kernel gives no random numbers").ThrowAsJavaScriptException();
    return info.Env().Undefined();
  }
  return Napi::BigInt::New(info.Env(), seed);
}

}  // namespace

void DefineChecksum(Napi::Env env, Napi::Object exports) {
  exports.Set("checksum", Napi::Function::New(env, Checksum, "checksum"));
  exports.Set("randomSeed", Napi::Function::New(env, RandomSeed, "randomSeed"));
}
