// SPDX-License-Identifier: Apache-2.0
#include "look.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "objects.h"

extern "C" {
#include "bpf/generated/syscalls.h"
}
#include "look.skel.h"
#include "look_old.skel.h"
#include "signals.h"

namespace {

enum What : uint32_t { kProcesses, kThreads, kFiles, kSockets };

/// A run of the iterator gives up after a million tasks or files that gave no row; the next one goes on.
constexpr int kTries = 64;

}  // namespace

Looker& Looker::Get() {
  static Looker looker;
  return looker;
}

bool Looker::Load(std::string* error) {
  std::lock_guard<std::mutex> lock(mutex_);
  return LoadLocked(error);
}

bool Looker::LoadLocked(std::string* error) {
  if (skel_) return true;
  bool casts = ReadTraits().casts;
  size_t old_size = 0;
  const void* old = casts ? nullptr : look_old__elf_bytes(&old_size);
  look* s = OpenFitting(look__create_skeleton, look__destroy, old, old_size);
  if (!s) {
    *error = Reason("cannot open the eBPF object of iterators", errno);
    return false;
  }
  const Sensor& sensor = Sensor::Get();
  s->rodata->boot_epoch_ns = sensor.loaded() ? sensor.options().boot_epoch_ns : 0;
  struct bpf_map* map;
  // what these programs do not use need not be made
  bpf_object__for_each_map(map, s->obj) {
    const char* name = bpf_map__name(map);
    bool used = strncmp(name, "look_", 5) == 0 || strcmp(name, "roles") == 0 || strchr(name, '.') != nullptr;
    if (!used) bpf_map__set_autocreate(map, false);
  }
  int err = sensor.ShareMaps(s->obj);
  if (err == 0) {
    SignalsHeld held;
    err = look__load(s);
  }
  if (err) {
    *error = Reason("the kernel refused the iterators", err);
    look__destroy(s);
    return false;
  }
  skel_ = s;
  return true;
}

int Looker::Open(bool files, int pid) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!skel_) {
    errno = EINVAL;
    return -1;
  }
  union bpf_iter_link_info about = {};
  about.task.pid = pid;
  LIBBPF_OPTS(bpf_link_create_opts, opts);
  if (pid > 0) {
    opts.iter_info = &about;
    opts.iter_info_len = sizeof(about);
  }
  struct bpf_program* program = files ? skel_->progs.look_files : skel_->progs.look_tasks;
  int link = bpf_link_create(bpf_program__fd(program), 0, BPF_TRACE_ITER, &opts);
  if (link < 0) return -1;
  int fd = bpf_iter_create(link);
  int error = errno;
  close(link);
  errno = error;
  return fd;
}

ssize_t Looker::Read(int fd, uint32_t mode, void* into, size_t room) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!skel_) return -EINVAL;
  skel_->bss->look_mode = mode;
  for (int i = 0;; i++) {
    ssize_t n = read(fd, into, room);
    if (n >= 0) return n;
    if ((errno != EAGAIN && errno != EINTR) || i >= kTries) return -errno;
  }
}

void Looker::Unload() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (skel_) look__destroy(skel_);
  skel_ = nullptr;
}

Napi::Function Look::Define(Napi::Env env) {
  return DefineClass(env, "Look", {InstanceMethod<&Look::Read>("read"), InstanceMethod<&Look::Close>("close")});
}

Look::Look(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Look>(info) {
  Napi::Env env = info.Env();
  uint32_t what = info.Length() > 0 && info[0].IsNumber() ? info[0].As<Napi::Number>().Uint32Value() : kProcesses;
  int pid = info.Length() > 1 && info[1].IsNumber() ? info[1].As<Napi::Number>().Int32Value() : 0;
  std::string error;
  if (!Looker::Get().Load(&error)) {
    Napi::Error::New(env, error).ThrowAsJavaScriptException();
    return;
  }
  mode_ = what == kThreads ? LOOK_THREADS : what == kSockets ? LOOK_SOCKETS : 0;
  fd_ = Looker::Get().Open(what == kFiles || what == kSockets, pid);
  if (fd_ >= 0) return;
  Napi::Error::New(env, Reason("cannot look at processes", errno)).ThrowAsJavaScriptException();
}

Look::~Look() {
  if (fd_ >= 0) close(fd_);
}

Napi::Value Look::Read(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  if (info.Length() < 1 || !info[0].IsTypedArray()) {
    Napi::TypeError::New(env, "Expected bytes to read into").ThrowAsJavaScriptException();
    return env.Undefined();
  }
  auto into = info[0].As<Napi::Uint8Array>();
  ssize_t n = Looker::Get().Read(fd_, mode_, into.Data(), into.ByteLength());
  if (n < 0) {
    Napi::Error::New(env, Reason("cannot look at processes", n)).ThrowAsJavaScriptException();
    return env.Undefined();
  }
  return Napi::Number::New(env, n);
}

void Look::Close(const Napi::CallbackInfo&) {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
}
