// SPDX-License-Identifier: Apache-2.0
// What JavaScript sees: the programs (once a process), rings and regular expressions (once an environment).
#include <malloc.h>
#include <napi.h>
#include <time.h>
#include <unistd.h>

#include "checksum.h"
#include "look.h"
#include "regex.h"
#include "resolve.h"
#include "ring.h"
#include "sensor.h"
#include "unixdgram.h"

namespace {

bool Fail(Napi::Env env, const std::string& error) {
  Napi::Error::New(env, error).ThrowAsJavaScriptException();
  return false;
}

uint32_t Number(const Napi::Object& o, const char* key, uint32_t fallback) {
  Napi::Value v = o.Get(key);
  return v.IsNumber() ? v.As<Napi::Number>().Uint32Value() : fallback;
}

// load({ rings, ringBytes, snaplen, likely: Uint8Array, ownTgid, bootEpochNs: bigint, filterSeed: bigint })
void Load(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  if (info.Length() < 1 || !info[0].IsObject()) {
    Napi::TypeError::New(env, "Expected an object of options").ThrowAsJavaScriptException();
    return;
  }
  Napi::Object o = info[0].As<Napi::Object>();
  SensorOptions options;
  options.rings = Number(o, "rings", options.rings);
  options.ring_bytes = Number(o, "ringBytes", options.ring_bytes);
  options.snaplen = Number(o, "snaplen", options.snaplen);
  options.dynamic_snaplen = Number(o, "dynamicSnaplen", 0);
  options.fullcapture_first = Number(o, "fullcaptureFirst", 0);
  options.fullcapture_last = Number(o, "fullcaptureLast", 0);
  options.statsd_port = Number(o, "statsdPort", options.statsd_port);
  options.kernel_paths = Number(o, "kernelPaths", 0);
  options.own_tgid = Number(o, "ownTgid", 0);
  bool lossless = false;
  Napi::Value boot = o.Get("bootEpochNs");
  if (boot.IsBigInt()) options.boot_epoch_ns = boot.As<Napi::BigInt>().Uint64Value(&lossless);
  Napi::Value seed = o.Get("filterSeed");
  if (seed.IsBigInt()) options.filter_seed = seed.As<Napi::BigInt>().Uint64Value(&lossless);
  size_t page = sysconf(_SC_PAGESIZE);
  if (options.rings < 1 || options.rings > MAX_RINGS) {
    Fail(env, "rings must be between 1 and " + std::to_string(MAX_RINGS));
    return;
  }
  if (options.ring_bytes < page || (options.ring_bytes & (options.ring_bytes - 1)) != 0) {
    Fail(env, "ringBytes must be a power of two, and at least a page");
    return;
  }
  Napi::Value likely = o.Get("likely");
  if (likely.IsTypedArray()) {
    Napi::Uint8Array a = likely.As<Napi::Uint8Array>();
    options.likely.assign(a.Data(), a.Data() + a.ByteLength());
  }
  std::string error;
  if (!Sensor::Get().Load(options, &error)) Fail(env, error);
}

void Attach(const Napi::CallbackInfo& info) {
  std::string error;
  if (!Sensor::Get().Attach(&error)) Fail(info.Env(), error);
}

void SetWanted(const Napi::CallbackInfo& info) {
  if (info.Length() < 1 || !info[0].IsTypedArray()) {
    Napi::TypeError::New(info.Env(), "Expected bytes, one a system call").ThrowAsJavaScriptException();
    return;
  }
  Napi::Uint8Array a = info[0].As<Napi::Uint8Array>();
  std::string error;
  if (!Sensor::Get().SetWanted(a.Data(), a.ByteLength(), &error)) Fail(info.Env(), error);
}

void SetLifecycle(const Napi::CallbackInfo& info) {
  Sensor::Get().SetLifecycle(info.Length() > 0 && info[0].ToBoolean().Value());
}

// markBoring(low, high): the two halves of a filter key
void MarkBoring(const Napi::CallbackInfo& info) {
  if (info.Length() < 2) return;
  uint64_t low = info[0].As<Napi::Number>().Uint32Value();
  uint64_t high = info[1].As<Napi::Number>().Uint32Value();
  Sensor::Get().MarkBoring(high << 32 | low);
}

void ClearBoring(const Napi::CallbackInfo&) { Sensor::Get().ClearBoring(); }

// stats(): Float64Array, seven counters an event code
Napi::Value Stats(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  std::vector<uint64_t> values;
  if (!Sensor::Get().Stats(&values)) {
    Fail(env, "the counters cannot be read: the programs are not loaded");
    return env.Undefined();
  }
  Napi::Float64Array out = Napi::Float64Array::New(env, values.size());
  for (size_t i = 0; i < values.size(); i++) out[i] = static_cast<double>(values[i]);
  return out;
}

// wake(index): make the consumer of a ring return from its poll
void Wake(const Napi::CallbackInfo& info) {
  uint32_t index = info.Length() > 0 && info[0].IsNumber() ? info[0].As<Napi::Number>().Uint32Value() : 0;
  const auto& rings = Sensor::Get().rings();
  uint64_t one = 1;
  if (index < rings.size() && write(rings[index].wake_fd, &one, sizeof(one)) < 0) {
    // full: a wake-up is pending already
  }
}

// setRole(low, high, role): the halves of a socket's inode number
void SetRole(const Napi::CallbackInfo& info) {
  if (info.Length() < 3) return;
  uint64_t inode = info[0].As<Napi::Number>().Uint32Value();
  inode |= static_cast<uint64_t>(info[1].As<Napi::Number>().Uint32Value()) << 32;
  Sensor::Get().SetRole(inode, info[2].As<Napi::Number>().Uint32Value());
}

// loadLook(): load the iterators; throws where the kernel has none
void LoadLook(const Napi::CallbackInfo& info) {
  std::string error;
  if (!Looker::Get().Load(&error)) Fail(info.Env(), error);
}

void Close(const Napi::CallbackInfo&) { Sensor::Get().Close(); }

Napi::Value Features(const Napi::CallbackInfo& info) {
  Napi::Object o = Napi::Object::New(info.Env());
  o.Set("casts", Napi::Boolean::New(info.Env(), Sensor::Get().casts()));
  o.Set("kernelPaths", Napi::Boolean::New(info.Env(), Sensor::Get().has_names()));
  return o;
}

Napi::Value ThreadId(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), gettid()); }

// trim(): give memory that was freed back to the system
void Trim(const Napi::CallbackInfo&) { malloc_trim(0); }

uint64_t ClockNs(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return static_cast<uint64_t>(t.tv_sec) * 1000000000ull + t.tv_nsec;
}

// bootEpochNs(): bigint, ns between the epoch and boot. The tightest of some readings, so that a switch of tasks
// between the two clocks does not shift every event's time.
Napi::Value BootEpochNs(const Napi::CallbackInfo& info) {
  uint64_t best = ~0ull, result = 0;
  for (int i = 0; i < 32; i++) {
    uint64_t before = ClockNs(CLOCK_BOOTTIME);
    uint64_t real = ClockNs(CLOCK_REALTIME);
    uint64_t after = ClockNs(CLOCK_BOOTTIME);
    if (after - before >= best) continue;
    best = after - before;
    result = real - (before + after) / 2;
  }
  return Napi::BigInt::New(info.Env(), result);
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports.Set("load", Napi::Function::New(env, Load, "load"));
  exports.Set("attach", Napi::Function::New(env, Attach, "attach"));
  exports.Set("setWanted", Napi::Function::New(env, SetWanted, "setWanted"));
  exports.Set("setLifecycle", Napi::Function::New(env, SetLifecycle, "setLifecycle"));
  exports.Set("markBoring", Napi::Function::New(env, MarkBoring, "markBoring"));
  exports.Set("clearBoring", Napi::Function::New(env, ClearBoring, "clearBoring"));
  exports.Set("stats", Napi::Function::New(env, Stats, "stats"));
  exports.Set("wake", Napi::Function::New(env, Wake, "wake"));
  exports.Set("close", Napi::Function::New(env, Close, "close"));
  exports.Set("features", Napi::Function::New(env, Features, "features"));
  exports.Set("threadId", Napi::Function::New(env, ThreadId, "threadId"));
  exports.Set("trim", Napi::Function::New(env, Trim, "trim"));
  exports.Set("bootEpochNs", Napi::Function::New(env, BootEpochNs, "bootEpochNs"));
  exports.Set("setRole", Napi::Function::New(env, SetRole, "setRole"));
  exports.Set("loadLook", Napi::Function::New(env, LoadLook, "loadLook"));
  exports.Set("Look", Look::Define(env));
  exports.Set("Ring", Ring::Define(env));
  exports.Set("Regex", Regex::Define(env));
  DefineSockets(env, exports);
  DefineResolve(env, exports);
  DefineChecksum(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(saker, Init)
