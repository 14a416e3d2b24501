// SPDX-License-Identifier: Apache-2.0
// Paths as another process means them, resolved by the kernel.
#include "resolve.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <string>

namespace {

// of statx; the headers of older systems lack them
constexpr unsigned kMountId = 0x1000;
constexpr unsigned kUniqueMountId = 0x4000;

class Fd {
 public:
  explicit Fd(int fd) : fd_(fd) {}
  ~Fd() {
    if (fd_ >= 0) close(fd_);
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

// Opens a place without touching it. Inside of another root no link leads out of it; inside of ours, magic links of
// /proc work as they do for anybody.
int Place(int root, bool own, const std::string& path) {
  if (own) return open(path.c_str(), O_PATH | O_CLOEXEC);
  struct open_how how = {};
  how.flags = O_PATH | O_CLOEXEC;
  how.resolve = RESOLVE_IN_ROOT;
  int fd = syscall(SYS_openat2, root, path.c_str(), &how, sizeof(how));
  if (fd >= 0 || (errno != ELOOP && errno != EXDEV)) return fd;
  // magic links lead nowhere there
  return openat(root, path.c_str() + 1, O_PATH | O_CLOEXEC);
}

uint64_t MountId(int fd, unsigned mask) {
  struct statx sx = {};
  if (statx(fd, "", AT_EMPTY_PATH, mask, &sx) != 0 || (sx.stx_mask & mask) == 0) return 0;
  return sx.stx_mnt_id;
}

bool OwnRoot(int fd) {
  struct stat theirs, ours;
  Fd own(open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
  return own.get() >= 0 && fstat(fd, &theirs) == 0 && fstat(own.get(), &ours) == 0 && theirs.st_dev == ours.st_dev &&
         theirs.st_ino == ours.st_ino && MountId(fd, kMountId) == MountId(own.get(), kMountId);
}

// resolvePath(pid, path, follow, out, mount): writes the kernel's path to out; gives its length or minus errno, ESRCH
// if the process is gone. Without `follow` the last component is taken as it is: the call has made or removed it, or
// works on a link itself. Into `mount`: its number; one that is never used again, or 0; 1 if it is the root's.
Napi::Value ResolvePath(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  auto fail = [&](int error) { return Napi::Number::New(env, -error); };
  if (info.Length() < 5 || !info[1].IsTypedArray() || !info[3].IsTypedArray() || !info[4].IsTypedArray())
    return fail(EINVAL);
  int pid = info[0].As<Napi::Number>().Int32Value();
  auto given = info[1].As<Napi::Uint8Array>();
  bool follow = info[2].ToBoolean().Value();
  auto out = info[3].As<Napi::Uint8Array>();
  auto mount = info[4].As<Napi::Float64Array>();
  std::string path(reinterpret_cast<const char*>(given.Data()), given.ByteLength());
  if (path.empty() || path[0] != '/') return fail(EINVAL);

  std::string last;
  if (!follow) {
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    size_t slash = path.rfind('/');
    last = path.substr(slash + 1);
    if (last == "." || last == "..")
      last.clear();
    else
      path.resize(slash == 0 ? 1 : slash);
  }
  char name[64];
  snprintf(name, sizeof(name), "/proc/%d/root", pid);
  Fd root(open(name, O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (root.get() < 0) return fail(errno == ENOENT ? ESRCH : errno);
  Fd place(Place(root.get(), OwnRoot(root.get()), path));
  if (place.get() < 0) {
    int error = errno;
    // a path through /proc leads nowhere if the process has ended meanwhile
    Fd still(open(name, O_PATH | O_DIRECTORY | O_CLOEXEC));
    return fail(still.get() < 0 ? ESRCH : error);
  }
  snprintf(name, sizeof(name), "/proc/self/fd/%d", place.get());
  char real[PATH_MAX];
  ssize_t n = readlink(name, real, sizeof(real));
  if (n < 0) return fail(errno);
  std::string result(real, n);
  if (!last.empty()) {
    if (result != "/") result += '/';
    result += last;
  }
  if (result.size() > out.ByteLength()) return fail(ENAMETOOLONG);
  memcpy(out.Data(), result.data(), result.size());
  mount[0] = MountId(place.get(), kMountId);
  mount[1] = MountId(place.get(), kUniqueMountId);
  mount[2] = mount[0] == MountId(root.get(), kMountId);
  return Napi::Number::New(env, result.size());
}

}  // namespace

void DefineResolve(Napi::Env env, Napi::Object exports) {
  exports.Set("resolvePath", Napi::Function::New(env, ResolvePath, "resolvePath"));
}
