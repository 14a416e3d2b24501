// SPDX-License-Identifier: Apache-2.0
#include "kerneltypes.h"

#include <bpf/btf.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

KernelTypes::KernelTypes() {
  int fd = open(kFile, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  struct stat st;
  if (fstat(fd, &st) == 0 && st.st_size > 0) {
    void* map = mmap(nullptr, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (map != MAP_FAILED) all = std::string_view(static_cast<const char*>(map), st.st_size);
  }
  close(fd);
}

KernelTypes::~KernelTypes() {
  if (!all.empty()) munmap(const_cast<char*>(all.data()), all.size());
}

// libbpf calls this function of its own by name, and so finds this one first. Before 1.6 its own reads the file a page
// at a time and copies it twice, which takes longer than all else that is done with it. What cannot be mapped is
// libbpf's.
extern "C" __attribute__((visibility("default"))) struct btf* btf__load_vmlinux_btf(void) {
  {
    KernelTypes types;
    if (struct btf* mapped = types.all.empty() ? nullptr : btf__new(types.all.data(), types.all.size())) return mapped;
  }
  auto own = reinterpret_cast<struct btf* (*)(void)>(dlsym(RTLD_NEXT, "btf__load_vmlinux_btf"));
  return own ? own() : nullptr;
}
