// SPDX-License-Identifier: Apache-2.0
#include "unixdgram.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>

namespace {

// unixDatagram(path): descriptor of a socket that sends to path, or minus errno
Napi::Value UnixDatagram(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  if (info.Length() < 1 || !info[0].IsString()) {
    Napi::TypeError::New(env, "Expected the path of a socket").ThrowAsJavaScriptException();
    return env.Undefined();
  }
  std::string path = info[0].As<Napi::String>().Utf8Value();
  struct sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof(address.sun_path)) return Napi::Number::New(env, -ENAMETOOLONG);
  memcpy(address.sun_path, path.data(), path.size());
  socklen_t size = sizeof(address);
  // as systemd writes names that are in no file system; all of their bytes count
  if (path[0] == '@') {
    address.sun_path[0] = 0;
    size = static_cast<socklen_t>(offsetof(struct sockaddr_un, sun_path) + path.size());
  }

  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return Napi::Number::New(env, -errno);
  if (connect(fd, reinterpret_cast<struct sockaddr*>(&address), size) != 0) {
    int error = errno;
    close(fd);
    return Napi::Number::New(env, -error);
  }
  return Napi::Number::New(env, fd);
}

// sendNow(fd, bytes): how many bytes of it a socket took without waiting, or minus errno
Napi::Value SendNow(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  if (info.Length() < 2 || !info[0].IsNumber() || !info[1].IsTypedArray()) {
    Napi::TypeError::New(env, "Expected a descriptor and bytes").ThrowAsJavaScriptException();
    return env.Undefined();
  }
  Napi::Uint8Array bytes = info[1].As<Napi::Uint8Array>();
  ssize_t n =
      send(info[0].As<Napi::Number>().Int32Value(), bytes.Data(), bytes.ByteLength(), MSG_DONTWAIT | MSG_NOSIGNAL);
  return Napi::Number::New(env, n < 0 ? -errno : static_cast<double>(n));
}

}  // namespace

void DefineSockets(Napi::Env env, Napi::Object exports) {
  exports.Set("unixDatagram", Napi::Function::New(env, UnixDatagram, "unixDatagram"));
  exports.Set("sendNow", Napi::Function::New(env, SendNow, "sendNow"));
}
