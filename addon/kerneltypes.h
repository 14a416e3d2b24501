// SPDX-License-Identifier: Apache-2.0
// The kernel's type information (BTF), some MB.
#pragma once

#include <string_view>

/// It, mapped: as a file the kernel gives it a page at a time. Empty where it cannot be mapped (before 6.16).
class KernelTypes {
 public:
  static constexpr const char* kFile = "/sys/kernel/btf/vmlinux";

  KernelTypes();
  ~KernelTypes();
  KernelTypes(const KernelTypes&) = delete;
  KernelTypes& operator=(const KernelTypes&) = delete;

  std::string_view all;
};
