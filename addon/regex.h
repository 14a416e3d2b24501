// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <napi.h>
#include <re2/re2.h>

#include <memory>

/// A regular expression of the rules language: RE2 in POSIX mode, matched against the whole value.
///
///   new Regex(pattern)         throws with RE2's reason if the pattern is not valid
///   .test(bytes, off, len)     does the run of bytes match?
class Regex : public Napi::ObjectWrap<Regex> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit Regex(const Napi::CallbackInfo& info);

 private:
  Napi::Value Test(const Napi::CallbackInfo& info);
  std::unique_ptr<re2::RE2> re_;
};
