// SPDX-License-Identifier: Apache-2.0
#include "ring.h"

#include <linux/bpf.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace {

// A batch is bounded so that the kernel gets its room back while a long one is still being read.
constexpr size_t kMaxRun = 1 << 20;
// The kernel maps the data pages twice in a row. A record begins in the first copy and may reach into the second; more
// of that than the longest record is not needed, and would count as resident memory.
constexpr size_t kOverlap = 64 << 10;
// To be woken costs whoever made the record some 15 us (an interrupt to another CPU, in a virtual machine an exit), so
// a consumer that has just read something does not park at once: it naps and looks again. Where records stream in, long
// naps collect many for one look (a nap itself costs as much as judging thirty events); but not where one of them fills
// much of the ring. Where records come one by one, short ones keep the time to an alert short.
constexpr long kStreamNapNs = 2000 * 1000;
constexpr int kStreamNaps = 1;
constexpr size_t kNapShare = 16;
constexpr long kShortNapNs = 60 * 1000;
constexpr int kShortNaps = 14;
// The kernel may otherwise prolong a nap by 50 us (prctl(2), PR_SET_TIMERSLACK).
constexpr unsigned long kTimerSlackNs = 5000;
constexpr uint64_t kWindowNs = 1000 * 1000;
constexpr uint64_t kStreamBytes = 24 << 10;

uint64_t LoadAcquire(const uint8_t* p) {
  return __atomic_load_n(reinterpret_cast<const uint64_t*>(p), __ATOMIC_ACQUIRE);
}

uint64_t Now() {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<uint64_t>(t.tv_sec) * 1000000000ull + t.tv_nsec;
}

void Nap(long ns) {
  struct timespec t = {0, ns};
  nanosleep(&t, nullptr);
}

}  // namespace

Napi::Function Ring::Define(Napi::Env env) {
  return DefineClass(env, "Ring",
                     {InstanceAccessor<&Ring::Buffer>("buffer"), InstanceAccessor<&Ring::Start>("start"),
                      InstanceAccessor<&Ring::Behind>("behind"), InstanceAccessor<&Ring::Lost>("lost"),
                      InstanceMethod<&Ring::Poll>("poll"), InstanceMethod<&Ring::Commit>("commit"),
                      InstanceMethod<&Ring::Close>("close")});
}

Ring::Ring(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Ring>(info) {
  Napi::Env env = info.Env();
  if (info.Length() < 1 || !info[0].IsNumber()) {
    Napi::TypeError::New(env, "Expected the index of the ring, a number").ThrowAsJavaScriptException();
    return;
  }
  uint32_t index = info[0].As<Napi::Number>().Uint32Value();
  const auto& rings = Sensor::Get().rings();
  if (index >= rings.size()) {
    Napi::RangeError::New(env, "There is no ring of this index: the sensor is not loaded, or has fewer")
        .ThrowAsJavaScriptException();
    return;
  }
  ring_ = rings[index];
  std::string error;
  if (!Map(&error)) {
    Unmap();
    Napi::Error::New(env, error).ThrowAsJavaScriptException();
    return;
  }
  Napi::ArrayBuffer buffer =
      Napi::ArrayBuffer::New(env, const_cast<uint8_t*>(data_), ring_.bytes + overlap_, [](Napi::Env, void*) {});
  buffer_ = Napi::Reference<Napi::ArrayBuffer>::New(buffer, 1);
}

Napi::Value Ring::Behind(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), producer_ ? static_cast<double>(LoadAcquire(producer_) - position_) : 0);
}

Napi::Value Ring::Lost(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), ring_.ctl ? __atomic_load_n(&ring_.ctl->lost_state, __ATOMIC_RELAXED) : 0);
}

Ring::~Ring() { Unmap(); }

bool Ring::Map(std::string* error) {
  page_ = sysconf(_SC_PAGESIZE);
  overlap_ = std::min(kOverlap, ring_.bytes);
  void* c = mmap(nullptr, page_, PROT_READ | PROT_WRITE, MAP_SHARED, ring_.map_fd, 0);
  void* p = mmap(nullptr, page_ + ring_.bytes + overlap_, PROT_READ, MAP_SHARED, ring_.map_fd, page_);
  if (c != MAP_FAILED) consumer_ = static_cast<uint8_t*>(c);
  if (p != MAP_FAILED) producer_ = static_cast<uint8_t*>(p);
  if (!consumer_ || !producer_) {
    *error = std::string("cannot map a ring buffer: ") + strerror(errno);
    return false;
  }
  data_ = producer_ + page_;
  position_ = LoadAcquire(consumer_);
  prctl(PR_SET_TIMERSLACK, kTimerSlackNs, 0, 0, 0);

  epoll_fd_ = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event ring_event = {EPOLLIN, {.u32 = 0}};
  struct epoll_event wake_event = {EPOLLIN, {.u32 = 1}};
  if (epoll_fd_ < 0 || epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, ring_.map_fd, &ring_event) ||
      epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, ring_.wake_fd, &wake_event)) {
    *error = std::string("cannot wait on a ring buffer: ") + strerror(errno);
    return false;
  }
  return true;
}

void Ring::Unmap() {
  if (consumer_) munmap(consumer_, page_);
  if (producer_) munmap(producer_, page_ + ring_.bytes + overlap_);
  if (epoll_fd_ >= 0) close(epoll_fd_);
  consumer_ = producer_ = nullptr;
  data_ = nullptr;
  epoll_fd_ = -1;
}

Napi::Value Ring::Buffer(const Napi::CallbackInfo&) { return buffer_.Value(); }

Napi::Value Ring::Start(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(position_ & (ring_.bytes - 1)));
}

// Bytes from the consumer's position up to the first record that is not complete. The header's busy bit is read with
// acquire semantics: what the record holds is visible once it is clear.
size_t Ring::Committed() {
  uint64_t end = LoadAcquire(producer_);
  uint64_t at = position_;
  while (at < end && at - position_ < kMaxRun) {
    const uint8_t* header = data_ + (at & (ring_.bytes - 1));
    uint32_t len = __atomic_load_n(reinterpret_cast<const uint32_t*>(header), __ATOMIC_ACQUIRE);
    if (len & BPF_RINGBUF_BUSY_BIT) break;
    len &= ~BPF_RINGBUF_DISCARD_BIT;
    // a run must not go past what is mapped
    if ((position_ & (ring_.bytes - 1)) + (at - position_) >= ring_.bytes) break;
    at += (static_cast<uint64_t>(len) + BPF_RINGBUF_HDR_SZ + 7) & ~7ull;
  }
  return at - position_;
}

// More than kStreamBytes a millisecond is a stream.
void Ring::MeasureRate() {
  uint64_t now = Now(), passed = now - window_start_;
  if (passed < kWindowNs) return;
  streaming_ = window_bytes_ * kWindowNs > kStreamBytes * passed;
  window_start_ = now;
  window_bytes_ = 0;
}

Napi::Value Ring::Poll(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  int timeout = info.Length() > 0 && info[0].IsNumber() ? info[0].As<Napi::Number>().Int32Value() : -1;
  if (!data_) return Napi::Number::New(env, 0);
  run_ = Committed();
  if (!run_) MeasureRate();
  bool stream = streaming_ && last_run_ < ring_.bytes / kNapShare;
  int naps = stream ? kStreamNaps : kShortNaps;
  for (int i = 0; !run_ && busy_ && i < naps; i++) {
    Nap(stream ? kStreamNapNs : kShortNapNs);
    run_ = Committed();
  }
  if (!run_) {
    // Announce sleep, then look once more: a producer that has reserved room by now is seen here, and one that
    // reserves later sees the announcement after it has committed.
    __atomic_store_n(&ring_.ctl->parked, 1, __ATOMIC_SEQ_CST);
    if (LoadAcquire(producer_) == position_) {
      struct epoll_event events[2];
      int n = epoll_wait(epoll_fd_, events, 2, timeout);
      for (int i = 0; i < n; i++) {
        uint64_t v;
        if (events[i].data.u32 == 1 && read(ring_.wake_fd, &v, sizeof(v)) < 0) continue;
      }
    }
    __atomic_store_n(&ring_.ctl->parked, 0, __ATOMIC_SEQ_CST);
    // a record that is being written this very moment is worth a few microseconds
    for (int spin = 0; spin < 2000 && !(run_ = Committed()) && LoadAcquire(producer_) != position_; spin++) {
    }
  }
  busy_ = run_ > 0;
  last_run_ = run_;
  window_bytes_ += run_;
  return Napi::Number::New(env, static_cast<double>(run_));
}

void Ring::Commit(const Napi::CallbackInfo&) {
  if (!consumer_) return;
  position_ += run_;
  run_ = 0;
  __atomic_store_n(reinterpret_cast<uint64_t*>(consumer_), position_, __ATOMIC_RELEASE);
}

void Ring::Close(const Napi::CallbackInfo& info) {
  // JavaScript must not reach the pages any more once they are unmapped
  if (!buffer_.IsEmpty()) {
    buffer_.Value().Detach();
    buffer_.Reset();
  }
  Unmap();
  (void)info;
}
