// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

extern "C" {
#include "bpf/abi.h"
}

struct bpf_link;
struct bpf_object;
struct bpf_program;
struct saker;

/// One BPF ring buffer as its consumer sees it.
struct RingShared {
  int map_fd = -1;
  /// eventfd that interrupts a poll
  int wake_fd = -1;
  size_t bytes = 0;
  ring_ctl* ctl = nullptr;
};

struct SensorOptions {
  uint32_t rings = 1;
  uint32_t ring_bytes = 8u << 20;
  uint32_t snaplen = 80;
  /// 1 = more of transfers on ports of interest, and all that fits on those from first to last
  uint32_t dynamic_snaplen = 0;
  uint16_t fullcapture_first = 0, fullcapture_last = 0;
  uint16_t statsd_port = 8125;
  uint32_t own_tgid = 0;
  uint64_t boot_epoch_ns = 0;
  /// seed of the kernel filter's keys; 0 = no filter
  uint64_t filter_seed = 0;
  /// 1 = path arguments may be the kernel's copies: load what takes them
  uint32_t kernel_paths = 0;
  /// calls that are likely to be wanted, a byte each by slot: load rarer programs of theirs
  std::vector<uint8_t> likely;
};

/// The loaded programs. One a process: the workers of all environments read its rings.
class Sensor {
 public:
  static Sensor& Get();

  /// Load the programs. On failure gives false and leaves the reason in `error`, the verifier's words included.
  bool Load(const SensorOptions& options, std::string* error);
  bool Attach(std::string* error);
  /// Ship the calls whose byte is set; loads the programs that they need and that are not there yet. Bits above the
  /// first: arguments whose path is to be the kernel's copy.
  bool SetWanted(const uint8_t* wanted, size_t n, std::string* error);
  void SetLifecycle(bool on);
  /// No rule can match events of this key: the kernel need not ship them any more. Any thread may call it.
  void MarkBoring(uint64_t key);
  /// Forget all keys (the rules have changed).
  void ClearBoring();
  /// Counters summed over CPUs: six numbers an event code, in the order of struct event_stats.
  bool Stats(std::vector<uint64_t>* out) const;
  /// Make an object that is opened use the maps of the programs, if they are loaded; 0 or minus errno.
  int ShareMaps(struct bpf_object* with) const;
  /// Which side of a connection a socket is (ROLE_*), where it is not known yet.
  bool SetRole(uint64_t inode, uint8_t role);
  void Close();

  bool loaded() const { return skel_ != nullptr; }
  const SensorOptions& options() const { return options_; }
  bool casts() const { return casts_; }
  /// The kernel's copies of path arguments are read.
  bool has_names() const { return names_ != nullptr; }
  const std::vector<RingShared>& rings() const { return rings_; }

 private:
  saker* Open(std::string* error) const;
  bool FillTails(saker* from, const std::set<std::string>& programs, std::string* error);
  bool LoadMore(const uint8_t* wanted, size_t n, std::string* error);
  void SyncNames();

  saker* skel_ = nullptr;
  /// the same object again, each with programs that were wanted later
  std::vector<saker*> more_;
  /// programs that the dispatcher can call
  std::set<std::string> loaded_;
  SensorOptions options_;
  bool casts_ = false;
  bool attached_ = false;
  /// the program that keeps path arguments, while a call wants it
  bpf_link* names_ = nullptr;
  std::vector<RingShared> rings_;
};
