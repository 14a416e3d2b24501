// SPDX-License-Identifier: Apache-2.0
#include "sensor.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

extern "C" {
#include "bpf/generated/syscalls.h"
}
#include "bpf/generated/tails.h"
#include "look.h"
#include "more.skel.h"
#include "more_old.skel.h"
#include "objects.h"
#include "saker.skel.h"
#include "saker_old.skel.h"
#include "signals.h"

Sensor& Sensor::Get() {
  static Sensor sensor;
  return sensor;
}

bool Sensor::Load(const SensorOptions& o, std::string* error) {
  if (skel_) {
    *error = "the programs are loaded already";
    return false;
  }
  KernelTraits kernel = ReadTraits();
  casts_ = kernel.casts;
  size_t old_size = 0;
  const void* old = casts_ ? nullptr : saker_old__elf_bytes(&old_size);
  skel_ = OpenFitting(saker__create_skeleton, saker__destroy, old, old_size);
  if (!skel_) {
    *error = Reason("cannot open the eBPF object", errno);
    return false;
  }
  // older shapes of these tracepoints do not tell the request; there, what goes through a ring is not seen
  bpf_program__set_autoload(skel_->progs.uring_submit, kernel.uring_named);
  bpf_program__set_autoload(skel_->progs.uring_submit_sqe, kernel.uring_older);
  bpf_program__set_autoload(skel_->progs.uring_complete, kernel.uring_named || kernel.uring_older);
  options_ = o;
  Settings(skel_->rodata, o);
  // the tail-called programs share the dispatcher's hook, and must not be attached to it themselves
  for (const TailProgram& t : kTailPrograms) {
    struct bpf_program* p = bpf_object__find_program_by_name(skel_->obj, t.program);
    if (p) bpf_program__set_autoattach(p, false);
  }
  bpf_program__set_autoload(skel_->progs.name_done, kernel.names && o.kernel_paths);
  bpf_program__set_autoattach(skel_->progs.name_done, false);
  int err;
  {
    SignalsHeld held;
    err = saker__load(skel_);
  }
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
    if (p && !FillTail(t.nr, p, error)) {
      Close();
      return false;
    }
  }
  return true;
}

bool Sensor::FillTail(uint32_t nr, struct bpf_program* p, std::string* error) {
  int fd = bpf_program__fd(p);
  if (fd >= 0 && bpf_map_update_elem(bpf_map__fd(skel_->maps.tails), &nr, &fd, BPF_ANY) == 0) return true;
  *error = Reason("cannot fill the table of programs", errno);
  return false;
}

bool Sensor::LoadMore(const uint8_t* wanted, size_t n, std::string* error) {
  std::set<std::string> names;
  for (const TailProgram& t : kTailPrograms) {
    if (t.nr >= n || !wanted[t.nr] || bpf_object__find_program_by_name(skel_->obj, t.program)) continue;
    if (!loaded_more_.count(t.program)) names.insert(t.program);
  }
  if (names.empty()) return true;
  size_t old_size = 0;
  const void* old = casts_ ? nullptr : more_old__elf_bytes(&old_size);
  more* m = OpenFitting(more__create_skeleton, more__destroy, old, old_size);
  if (!m) {
    *error = Reason("cannot open the eBPF object of rarer programs", errno);
    return false;
  }
  Settings(m->rodata, options_);
  struct bpf_program* p;
  bpf_object__for_each_program(p, m->obj) bpf_program__set_autoload(p, names.count(bpf_program__name(p)) > 0);
  int err = ::ShareMaps(m->obj, skel_->obj);
  if (err == 0) {
    SignalsHeld held;
    err = more__load(m);
  }
  if (err) {
    *error = Reason("the kernel refused eBPF programs", err);
    more__destroy(m);
    return false;
  }
  more_.push_back(m);
  for (const TailProgram& t : kTailPrograms) {
    if (!names.count(t.program)) continue;
    p = bpf_object__find_program_by_name(m->obj, t.program);
    if (!p || !FillTail(t.nr, p, error)) return false;
  }
  loaded_more_.merge(names);
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
  attached_ = true;
  SyncNames();
  return true;
}

// Attach the program that keeps path arguments if a call wants it, else take it away: it runs on whatever is freed, and
// so is not to be there in vain. Where it cannot be had, paths are the caller's, as they are without it.
void Sensor::SyncNames() {
  if (!attached_) return;
  bool want = false;
  for (size_t i = 0; i < MAX_SYSCALLS; i++) want |= (skel_->bss->wanted[i] >> 1) != 0;
  if (!want || names_) {
    if (!want && names_) bpf_link__destroy(names_);
    if (!want) names_ = nullptr;
    return;
  }
  if (bpf_program__fd(skel_->progs.name_done) < 0) return;
  __atomic_store_n(&skel_->bss->names_cache, NAMES_LEARN, __ATOMIC_RELEASE);
  names_ = bpf_program__attach(skel_->progs.name_done);
  if (!names_) return;
  // a name of ours goes back to the cache that is looked for
  syscall(SYS_faccessat, NAMES_LEARN_FD, "/", F_OK);
  if (__atomic_load_n(&skel_->bss->names_cache, __ATOMIC_ACQUIRE) != NAMES_LEARN) return;
  bpf_link__destroy(names_);
  names_ = nullptr;
}

bool Sensor::SetWanted(const uint8_t* wanted, size_t n, std::string* error) {
  if (!skel_) return true;
  if (!LoadMore(wanted, n, error)) return false;
  for (size_t i = 0; i < MAX_SYSCALLS; i++) skel_->bss->wanted[i] = i < n ? wanted[i] : 0;
  SyncNames();
  return true;
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

int Sensor::ShareMaps(struct bpf_object* with) const { return skel_ ? ::ShareMaps(with, skel_->obj) : 0; }

bool Sensor::SetRole(uint64_t inode, uint8_t role) {
  // what the kernel has seen of the socket itself is better than a conclusion
  return skel_ && bpf_map_update_elem(bpf_map__fd(skel_->maps.roles), &inode, &role, BPF_NOEXIST) == 0;
}

void Sensor::Close() {
  Looker::Get().Unload();
  for (RingShared& r : rings_) {
    if (r.map_fd >= 0) close(r.map_fd);
    if (r.wake_fd >= 0) close(r.wake_fd);
  }
  rings_.clear();
  for (more* m : more_) more__destroy(m);
  more_.clear();
  loaded_more_.clear();
  if (names_) bpf_link__destroy(names_);
  names_ = nullptr;
  attached_ = false;
  if (skel_) saker__destroy(skel_);
  skel_ = nullptr;
}
