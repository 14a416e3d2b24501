// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <napi.h>

#include <cstdint>

#include "sensor.h"

/// A worker's end of one ring: mapped here, read in place by JavaScript.
///
///   new Ring(index)
///   .buffer         ArrayBuffer over the data pages and the start of their second copy, so that no record is ever
///   split .poll(ms)       waits for records; gives the number of committed bytes that start at .start (0 = timeout or
///   wake) .start          byte offset of that run in the buffer .commit()       gives the run back to the kernel
///   .behind         bytes in it that were not given back yet
///   .lost           number of events that change processes and did not find room in it
class Ring : public Napi::ObjectWrap<Ring> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit Ring(const Napi::CallbackInfo& info);
  ~Ring() override;

 private:
  Napi::Value Buffer(const Napi::CallbackInfo& info);
  Napi::Value Start(const Napi::CallbackInfo& info);
  Napi::Value Behind(const Napi::CallbackInfo& info);
  Napi::Value Lost(const Napi::CallbackInfo& info);
  Napi::Value Poll(const Napi::CallbackInfo& info);
  void Commit(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);

  bool Map(std::string* error);
  void Unmap();
  size_t Committed();
  void MeasureRate();

  RingShared ring_;
  int epoll_fd_ = -1;
  uint8_t* consumer_ = nullptr;
  uint8_t* producer_ = nullptr;
  const uint8_t* data_ = nullptr;
  uint64_t position_ = 0;
  size_t run_ = 0;
  size_t last_run_ = 0;
  bool busy_ = false;
  bool streaming_ = false;
  uint64_t window_start_ = 0;
  uint64_t window_bytes_ = 0;
  size_t page_ = 0;
  size_t overlap_ = 0;
  Napi::Reference<Napi::ArrayBuffer> buffer_;
};
