// SPDX-License-Identifier: Apache-2.0
#include "objects.h"

#include <fcntl.h>
#include <linux/btf.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstring>
#include <mutex>
#include <string_view>

#include "kerneltypes.h"

namespace {

std::mutex log_mutex;
std::string log_text;

// libbpf explains failures on its log only; the end of it is what helps.
int KeepLog(enum libbpf_print_level level, const char* format, va_list args) {
  if (level == LIBBPF_DEBUG) return 0;
  va_list again;
  va_copy(again, args);
  int n = vsnprintf(nullptr, 0, format, args);
  std::string line(n > 0 ? n + 1 : 1, '\0');
  vsnprintf(line.data(), line.size(), format, again);
  va_end(again);
  line.pop_back();
  std::lock_guard<std::mutex> lock(log_mutex);
  log_text += line;
  if (log_text.size() > 4096) log_text.erase(0, log_text.size() - 4096);
  return n;
}

}  // namespace

std::string Reason(const char* what, int err) {
  std::lock_guard<std::mutex> lock(log_mutex);
  std::string text = std::string(what) + ": " + strerror(err < 0 ? -err : err);
  if (!log_text.empty()) text += "\n" + log_text;
  log_text.clear();
  return text;
}

namespace {

// The names in the kernel's type information, one after another, each with a NUL on both sides.
class TypeNames {
 public:
  TypeNames() {
    btf_header h;
    std::string_view mapped = types_.all;
    if (mapped.size() >= sizeof(h)) {
      memcpy(&h, mapped.data(), sizeof(h));
      size_t from = size_t{h.hdr_len} + h.str_off;
      if (from <= mapped.size()) all = mapped.substr(from, h.str_len);
      return;
    }
    int fd = open(KernelTypes::kFile, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return;
    if (pread(fd, &h, sizeof(h), 0) == sizeof(h)) Read(fd, off_t{h.hdr_len} + h.str_off, h.str_len);
    close(fd);
  }

  std::string_view all;

 private:
  void Read(int fd, off_t from, size_t size) {
    copy_.resize(size);
    size_t got = 0;
    for (ssize_t n; got < size && (n = pread(fd, &copy_[got], size - got, from + got)) > 0;) got += n;
    all = std::string_view(copy_.data(), got);
  }

  KernelTypes types_;
  std::string copy_;
};

}  // namespace

// Only the names are looked at: reading the types takes longer than loading the programs.
KernelTraits ReadTraits() {
  libbpf_set_print(KeepLog);
  KernelTraits k;
  TypeNames names;
  auto has = [&](std::string_view name) {
    std::string whole = '\0' + std::string(name) + '\0';
    return memmem(names.all.data(), names.all.size(), whole.data(), whole.size()) != nullptr;
  };
  k.casts = has("bpf_rdonly_cast");
  bool requests = has("io_cmd_data");
  k.uring_named = requests && has("btf_trace_io_uring_submit_req");
  k.uring_older = requests && !k.uring_named && has("btf_trace_io_uring_submit_sqe");
  k.names = has("btf_trace_kmem_cache_free");
  return k;
}

int ShareMaps(struct bpf_object* object, struct bpf_object* owner) {
  struct bpf_map* map;
  bpf_object__for_each_map(map, object) {
    const char* name = bpf_map__name(map);
    bool bss = strstr(name, ".bss") != nullptr;
    // settings are constants of each object
    if (strstr(name, ".rodata") || strncmp(name, "look_", 5) == 0) continue;
    struct bpf_map* own = nullptr;
    struct bpf_map* candidate;
    bpf_object__for_each_map(candidate, owner) {
      const char* theirs = bpf_map__name(candidate);
      if (bss ? strstr(theirs, ".bss") != nullptr : strcmp(name, theirs) == 0) own = candidate;
    }
    if (!own || bpf_map__value_size(own) != bpf_map__value_size(map)) return -EINVAL;
    int err = bpf_map__reuse_fd(map, bpf_map__fd(own));
    if (err) return err;
  }
  return 0;
}
