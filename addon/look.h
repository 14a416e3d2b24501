// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <napi.h>

#include <mutex>
#include <string>

struct look;

/// The iterators over tasks and files. Loaded when somebody looks first; one of them runs at a time, because they share
/// what they put records together in.
class Looker {
 public:
  static Looker& Get();

  /// Load the programs, if they are not. On failure gives false and leaves the reason in `error`.
  bool Load(std::string* error);
  /// An fd that gives rows about the tasks or files of process `pid`, or of all (0); -1 and errno.
  int Open(bool files, int pid);
  /// Reads as many rows as fit, whole ones if there is room for 32 KiB; 0 at the end; minus errno.
  ssize_t Read(int fd, uint32_t mode, void* into, size_t room);
  void Unload();

 private:
  bool LoadLocked(std::string* error);

  std::mutex mutex_;
  look* skel_ = nullptr;
};

/// new Look(what, pid): what = 0 processes, 1 threads, 2 files, 3 sockets; pid 0 = all. See src/sensor/addon.ts.
class Look : public Napi::ObjectWrap<Look> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit Look(const Napi::CallbackInfo& info);
  ~Look() override;

 private:
  Napi::Value Read(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);

  int fd_ = -1;
  uint32_t mode_ = 0;
};
