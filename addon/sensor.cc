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
#include "objects.h"
#include "saker.skel.h"
#include "saker_old.skel.h"
#include "signals.h"

Sensor& Sensor::Get() {
  static Sensor sensor;
  return sensor;
}

namespace {

// Programs of the calls whose byte is set. The verifier takes 5 to 30 ms for each.
std::set<std::string> ProgramsOf(const uint8_t* wanted, size_t n) {
  std::set<std::string> programs;
  for (const TailProgram& t : kTailPrograms)
    if (t.nr < n && wanted[t.nr]) programs.insert(t.program);
  return programs;
}

// All counters of all CPUs, those of an event one after another: in one call where the kernel can (5.13), it is asked
// often.
bool ReadStats(int fd, int cpus, event_stats* values) {
  std::vector<uint32_t> keys(MAX_EVENTS);
  uint32_t next, count = MAX_EVENTS;
  if (bpf_map_lookup_batch(fd, nullptr, &next, keys.data(), values, &count, nullptr) == 0 || errno == ENOENT)
    return count == MAX_EVENTS;
  for (uint32_t e = 0; e < MAX_EVENTS; e++)
    if (bpf_map_lookup_elem(fd, &e, values + size_t{e} * cpus)) return false;
  return true;
}

}  // namespace

saker* Sensor::Open(std::string* error) const {
  size_t old_size = 0;
  const void* old = casts_ ? nullptr : saker_old__elf_bytes(&old_size);
  saker* s = OpenFitting(saker__create_skeleton, saker__destroy, old, old_size);
  if (s)
    Settings(s->rodata, options_);
  else
    *error = Reason("cannot open the eBPF object", errno);
  return s;
}

bool Sensor::Load(const SensorOptions& o, std::string* error) {
  if (skel_) {
    *error = "the programs are loaded already";
    return false;
  }
  KernelTraits kernel = ReadTraits();
  casts_ = kernel.casts;
  options_ = o;
  skel_ = Open(error);
  if (!skel_) return false;
  // older shapes of these tracepoints do not tell the request; there, what goes through a ring is not seen
  bpf_program__set_autoload(skel_->progs.uring_submit, kernel.uring_named);
  bpf_program__set_autoload(skel_->progs.uring_submit_sqe, kernel.uring_older);
  bpf_program__set_autoload(skel_->progs.uring_complete, kernel.uring_named || kernel.uring_older);
  std::set<std::string> programs = ProgramsOf(o.likely.data(), o.likely.size());
  for (const TailProgram& t : kTailPrograms) {
    struct bpf_program* p = bpf_object__find_program_by_name(skel_->obj, t.program);
    bpf_program__set_autoload(p, programs.count(t.program) > 0);
    // they share the dispatcher's hook, and must not be attached to it themselves
    bpf_program__set_autoattach(p, false);
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
  if (FillTails(skel_, programs, error)) return true;
  Close();
  return false;
}

bool Sensor::FillTails(saker* from, const std::set<std::string>& programs, std::string* error) {
  int tails = bpf_map__fd(skel_->maps.tails);
  for (const TailProgram& t : kTailPrograms) {
    if (!programs.count(t.program)) continue;
    int fd = bpf_program__fd(bpf_object__find_program_by_name(from->obj, t.program));
    if (fd >= 0 && bpf_map_update_elem(tails, &t.nr, &fd, BPF_ANY) == 0) continue;
    *error = Reason("cannot fill the table of programs", errno);
    return false;
  }
  loaded_.insert(programs.begin(), programs.end());
  return true;
}

// To load an object costs some 70 ms besides its programs, most of it for the kernel's type information.
bool Sensor::LoadMore(const uint8_t* wanted, size_t n, std::string* error) {
  std::set<std::string> programs;
  for (const std::string& name : ProgramsOf(wanted, n))
    if (!loaded_.count(name)) programs.insert(name);
  if (programs.empty()) return true;
  saker* s = Open(error);
  if (!s) return false;
  struct bpf_program* p;
  bpf_object__for_each_program(p, s->obj) bpf_program__set_autoload(p, programs.count(bpf_program__name(p)) > 0);
  int err = ::ShareMaps(s->obj, skel_->obj);
  if (err == 0) {
    SignalsHeld held;
    err = saker__load(s);
  }
  if (err) {
    *error = Reason("the kernel refused eBPF programs", err);
    saker__destroy(s);
    return false;
  }
  more_.push_back(s);
  return FillTails(s, programs, error);
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
  std::vector<event_stats> values(size_t{MAX_EVENTS} * cpus);
  if (!ReadStats(bpf_map__fd(skel_->maps.stats), cpus, values.data())) return false;
  out->assign(MAX_EVENTS * kCounters, 0);
  for (size_t i = 0; i < values.size(); i++) {
    const uint64_t* words = reinterpret_cast<const uint64_t*>(&values[i]);
    for (size_t k = 0; k < kCounters; k++) (*out)[i / cpus * kCounters + k] += words[k];
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
  for (saker* s : more_) saker__destroy(s);
  more_.clear();
  loaded_.clear();
  if (names_) bpf_link__destroy(names_);
  names_ = nullptr;
  attached_ = false;
  if (skel_) saker__destroy(skel_);
  skel_ = nullptr;
}
