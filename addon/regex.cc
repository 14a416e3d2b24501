// SPDX-License-Identifier: Apache-2.0
#include "regex.h"

Napi::Function Regex::Define(Napi::Env env) {
  return DefineClass(env, "Regex", {InstanceMethod<&Regex::Test>("test")});
}

Regex::Regex(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Regex>(info) {
  Napi::Env env = info.Env();
  if (info.Length() < 1 || !info[0].IsString()) {
    Napi::TypeError::New(env, "Expected the pattern, a string").ThrowAsJavaScriptException();
    return;
  }
  re2::RE2::Options options(re2::RE2::POSIX);
  options.set_log_errors(false);
  re_ = std::make_unique<re2::RE2>(info[0].As<Napi::String>().Utf8Value(), options);
  if (!re_->ok()) Napi::Error::New(env, re_->error()).ThrowAsJavaScriptException();
}

Napi::Value Regex::Test(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  if (info.Length() < 3 || !info[0].IsTypedArray() || !info[1].IsNumber() || !info[2].IsNumber()) {
    Napi::TypeError::New(env, "Expected bytes, offset and length").ThrowAsJavaScriptException();
    return env.Undefined();
  }
  Napi::Uint8Array bytes = info[0].As<Napi::Uint8Array>();
  int64_t off = info[1].As<Napi::Number>().Int64Value();
  int64_t len = info[2].As<Napi::Number>().Int64Value();
  int64_t size = static_cast<int64_t>(bytes.ByteLength());
  if (off < 0 || len < 0 || off > size || len > size - off) {
    Napi::RangeError::New(env, "The run lies outside of the bytes").ThrowAsJavaScriptException();
    return env.Undefined();
  }
  const char* data = reinterpret_cast<const char*>(bytes.Data()) + off;
  return Napi::Boolean::New(env, re2::RE2::FullMatch(re2::StringPiece(data, len), *re_));
}
