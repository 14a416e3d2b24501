// SPDX-License-Identifier: Apache-2.0
#include "sensor.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstring>
#include <mutex>

extern "C" {
#include "bpf/generated/syscalls.h"
}
#include "bpf/generated/tails.h"
#include "saker.skel.h"

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

std::string Reason(const char* what, int err) {
  std::lock_guard<std::mutex> lock(log_mutex);
  std::string text = std::string(what) + ": " + strerror(err < 0 ? -err : err);
  if (!log_text.empty()) text += "\n" + log_text;
  log_text.clear();
  return text;
}

bool KernelHasCast() {
  struct btf* btf = btf__load_vmlinux_btf();
  if (libbpf_get_error(btf)) return false;
  bool found = btf__find_by_name_kind(btf, "bpf_rdonly_cast", BTF_KIND_FUNC) > 0;
  btf__free(btf);
  return found;
}

}  // namespace

Sensor& Sensor::Get() {
  static Sensor sensor;
  return sensor;
}

bool Sensor::Load(const SensorOptions& o, std::string* error) {
  if (skel_) {
    *error = "the programs are loaded already";
    return false;
  }
  libbpf_set_print(KeepLog);
  skel_ = saker__open();
  if (!skel_) {
    *error = Reason("cannot open the eBPF object", errno);
    return false;
  }
  casts_ = KernelHasCast();
  skel_->rodata->n_rings = o.rings;
  skel_->rodata->ring_size = o.ring_bytes;
  skel_->rodata->boot_epoch_ns = o.boot_epoch_ns;
  skel_->rodata->snaplen = o.snaplen;
  skel_->rodata->own_tgid = o.own_tgid;
  skel_->rodata->filter_seed = o.filter_seed;
  skel_->rodata->has_cast = casts_ ? 1 : 0;
  // the tail-called programs share the dispatcher's hook, and must not be attached to it themselves
  for (const TailProgram& t : kTailPrograms) {
    struct bpf_program* p = bpf_object__find_program_by_name(skel_->obj, t.program);
    if (p) bpf_program__set_autoattach(p, false);
  }
  int err = saker__load(skel_);
  if (err) {
    *error = Reason("the kernel refused the eBPF programs", err);
    Close();
    return false;
  }
  for (uint32_t i = 0; i < o.rings; i++) {
    RingShared r;
    r.bytes = o.ring_bytes;
    r.ctl = &skel_->bss->ring_ctl[i];
    r.map_fd = bpf_map_create(BPF_MAP_TYPE_RINGBUF, "saker_ring", 0, 0, o.ring_bytes, nullptr);
    r.wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    rings_.push_back(r);
    if (r.map_fd < 0 || r.wake_fd < 0 || bpf_map_update_elem(bpf_map__fd(skel_->maps.rings), &i, &r.map_fd, BPF_ANY)) {
      *error = Reason("cannot create a ring buffer", errno);
      Close();
      return false;
    }
  }
  return FillTails(error);
}

bool Sensor::FillTails(std::string* error) {
  for (const TailProgram& t : kTailPrograms) {
    struct bpf_program* p = bpf_object__find_program_by_name(skel_->obj, t.program);
    int fd = p ? bpf_program__fd(p) : -1;
    uint32_t nr = t.nr;
    if (fd < 0 || bpf_map_update_elem(bpf_map__fd(skel_->maps.tails), &nr, &fd, BPF_ANY)) {
      *error = Reason("cannot fill the table of programs", errno);
      Close();
      return false;
    }
  }
  return true;
}

bool Sensor::Attach(std::string* error) {
  if (!skel_) {
    *error = "the programs are not loaded";
    return false;
  }
  int err = saker__attach(skel_);
  if (err) {
    *error = Reason("the kernel refused to attach the eBPF programs", err);
    return false;
  }
  return true;
}

void Sensor::SetWanted(const uint8_t* wanted, size_t n) {
  if (!skel_) return;
  for (size_t i = 0; i < MAX_SYSCALLS; i++) skel_->bss->wanted[i] = i < n ? wanted[i] : 0;
}

void Sensor::SetLifecycle(bool on) {
  if (skel_) skel_->bss->lifecycle_on = on ? 1 : 0;
}

void Sensor::MarkBoring(uint64_t key) {
  if (!skel_ || key == 0) return;
  __atomic_store_n(&skel_->bss->boring[(key >> 32) & (BORING_SLOTS - 1)], key, __ATOMIC_RELAXED);
}

void Sensor::ClearBoring() {
  if (!skel_) return;
  for (size_t i = 0; i < BORING_SLOTS; i++) __atomic_store_n(&skel_->bss->boring[i], 0, __ATOMIC_RELAXED);
}

bool Sensor::Stats(std::vector<uint64_t>* out) const {
  if (!skel_) return false;
  constexpr size_t kCounters = sizeof(event_stats) / sizeof(uint64_t);
  int cpus = libbpf_num_possible_cpus();
  if (cpus <= 0) return false;
  std::vector<event_stats> values(cpus);
  out->assign(MAX_EVENTS * kCounters, 0);
  int fd = bpf_map__fd(skel_->maps.stats);
  for (uint32_t e = 0; e < MAX_EVENTS; e++) {
    if (bpf_map_lookup_elem(fd, &e, values.data())) return false;
    for (const event_stats& v : values) {
      const uint64_t* words = reinterpret_cast<const uint64_t*>(&v);
      for (size_t k = 0; k < kCounters; k++) (*out)[e * kCounters + k] += words[k];
    }
  }
  return true;
}

void Sensor::Close() {
  for (RingShared& r : rings_) {
    if (r.map_fd >= 0) close(r.map_fd);
    if (r.wake_fd >= 0) close(r.wake_fd);
  }
  rings_.clear();
  if (skel_) saker__destroy(skel_);
  skel_ = nullptr;
}
