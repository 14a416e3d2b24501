// SPDX-License-Identifier: Apache-2.0
// What the objects of eBPF programs have in common when they are loaded.
#pragma once

#include <bpf/libbpf.h>

#include <cstdlib>
#include <string>

#include "sensor.h"

/// "what: reason", with the end of what libbpf has said since.
std::string Reason(const char* what, int err);

/// What differs between kernels.
struct KernelTraits {
  bool casts = false;
  /// the tracepoint on a submission to io_uring tells the request, by its newer or older name
  bool uring_named = false, uring_older = false;
  /// there is a tracepoint on what goes back to a cache
  bool names = false;
};

/// Reads them from the kernel's type information; from now on libbpf's words are kept for Reason.
KernelTraits ReadTraits();

/// Both objects have the same settings.
template <typename Rodata>
void Settings(Rodata* ro, const SensorOptions& o) {
  ro->n_rings = o.rings;
  ro->ring_size = o.ring_bytes;
  ro->boot_epoch_ns = o.boot_epoch_ns;
  ro->snaplen = o.snaplen;
  ro->dynamic_snaplen = o.dynamic_snaplen;
  ro->fullcapture_first = o.fullcapture_first;
  ro->fullcapture_last = o.fullcapture_last;
  ro->statsd_port = o.statsd_port;
  ro->kernel_paths = o.kernel_paths;
  ro->own_tgid = o.own_tgid;
  ro->filter_seed = o.filter_seed;
}

/// Opens a skeleton over the bytes of the object that fits this kernel: maps, settings and programs are the same in
/// both.
template <typename Skeleton>
Skeleton* OpenFitting(int (*create)(Skeleton*), void (*destroy)(Skeleton*), const void* bytes, size_t size) {
  auto* s = static_cast<Skeleton*>(calloc(1, sizeof(Skeleton)));
  if (!s) return nullptr;
  if (create(s) == 0) {
    if (bytes) {
      s->skeleton->data = const_cast<void*>(bytes);
      s->skeleton->data_sz = size;
    }
    if (bpf_object__open_skeleton(s->skeleton, nullptr) == 0) return s;
  }
  destroy(s);
  return nullptr;
}

/// Makes `object` use the maps of `owner`, settings and what is private to the iterators excepted; 0 or minus errno.
int ShareMaps(struct bpf_object* object, struct bpf_object* owner);
