#pragma once

#include <napi.h>
#include <netlink/netlink.h>
#include <uv.h>

#include <memory>
#include <string>

namespace vwifi {

// The part of a socket that libuv holds on to. It outlives the JavaScript object until libuv lets go of it.
struct Watcher {
  uv_poll_t poll;
  class Socket* owner = nullptr;
  napi_async_cleanup_hook_handle hook = nullptr;
};

// What is known of a packet besides its octets.
struct Stamp {
  // Nanoseconds since 1970.
  int64_t time = 0;
  // Packets that the full buffer of this socket has cost so far.
  uint32_t lost = 0;
};

// A netlink, Unix datagram or packet socket, or one end of a pair of Unix datagram sockets. Arguments are checked in
// JavaScript; this moves bytes.
// All of it runs on the thread of its own environment (the main thread or a worker).
class Socket : public Napi::ObjectWrap<Socket> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit Socket(const Napi::CallbackInfo& info);
  ~Socket() override;

 private:
  int OpenNetlink(int protocol, const std::string& netns, int receive_buffer);
  int OpenPacket(const std::string& interface, const std::string& netns, uint32_t ethertype, int receive_buffer,
                 const Napi::Value& filter);
  int OpenUnix(const std::string& local, const std::string& remote);
  int OpenPair();
  int StartWatching(Napi::Env env);
  void Release();

  // (callback(data?: Buffer, errno: number, writable: boolean, time?: bigint, lost?: number, sender?: string)): starts
  // delivery. Time and losses come with packets of a socket that has a filter, a sender where everybody may write.
  Napi::Value Listen(const Napi::CallbackInfo& info);
  // (bytes, path?) -> errno, 0 when sent. The path is for who has no one peer.
  Napi::Value Send(const Napi::CallbackInfo& info);
  // (group, join) -> errno.
  Napi::Value Membership(const Napi::CallbackInfo& info);
  // (wanted): asks for one callback when the socket can be written again.
  Napi::Value WantWritable(const Napi::CallbackInfo& info);
  // (paused) -> errno: whether what arrives is left to the system's buffer.
  Napi::Value Pause(const Napi::CallbackInfo& info);
  // (keep): whether the open socket keeps the event loop running.
  Napi::Value KeepAlive(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);
  Napi::Value PortId(const Napi::CallbackInfo& info);
  // The descriptor of a pair's other end, for a process to inherit; -1 when there is none, or it was let go.
  Napi::Value Peer(const Napi::CallbackInfo& info);
  Napi::Value ReleasePeer(const Napi::CallbackInfo& info);

  void Deliver(int events);
  bool Take();
  bool Emit(Napi::Value data, int error, bool writable, const Stamp* stamp = nullptr,
            const std::string* sender = nullptr);
  int UpdatePoll();

  static void OnPoll(uv_poll_t* poll, int status, int events);
  static void OnEnvironmentEnds(napi_async_cleanup_hook_handle hook, void* data);
  static void OnWatcherClosed(uv_handle_t* handle);

  napi_env env_;
  int fd_ = -1;
  int peer_ = -1;
  nl_sock* netlink_ = nullptr;
  Watcher* watcher_ = nullptr;
  bool want_writable_ = false;
  bool paused_ = false;
  // Packets are told with their stamps.
  bool stamped_ = false;
  // A Unix socket without a peer: datagrams are told with their senders.
  bool named_ = false;
  // Something was sent since the last look at what has arrived.
  bool sent_ = false;
  Napi::FunctionReference listener_;
  std::unique_ptr<Napi::AsyncContext> context_;
};

}  // namespace vwifi
