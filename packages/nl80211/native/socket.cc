#include "socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <netlink/genl/genl.h>
#include <netlink/socket.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <new>

#include "namespace.h"

#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif
// Linux 4.20; the headers of older distributions lack it.
#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

namespace vwifi {

namespace {

// The kernel makes dump messages of at most 32 KiB; a control interface reply stays under 64 KiB.
constexpr size_t kBufferSize = 64 * 1024;
// Messages taken with one system call: a reply and its acknowledgement are two.
constexpr unsigned kTaken = 4;
// System calls in one go before other work of the event loop gets its turn.
constexpr int kBatch = 16;
// Some hundred frames on their way, as a network card's rings hold.
constexpr size_t kPairBufferSize = 1024 * 1024;

void ThrowErrno(Napi::Env env, int error) {
  Napi::Error thrown = Napi::Error::New(env, strerror(error));
  thrown.Value().Set("errno", Napi::Number::New(env, error));
  thrown.ThrowAsJavaScriptException();
}

void SetReceiveBuffer(int fd, int bytes) {
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)) != 0)
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
}

// The kernel doubles the number for its own overhead, and keeps an unprivileged one below net.core.wmem_max.
bool SetSendBuffer(int fd, size_t bytes) {
  if (bytes > INT_MAX / 2) return false;
  int size = static_cast<int>(bytes);
  return setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size)) == 0 ||
         setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size)) == 0;
}

int SendAll(int fd, const Napi::Uint8Array& bytes) {
  ssize_t sent;
  do {
    sent = send(fd, bytes.Data(), bytes.ByteLength(), MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? errno : 0;
}

// One for all sockets of a thread: it holds something only while Take() runs. Memory that was never written to is not
// there yet, so small messages cost small pages. nullptr: there is no memory.
char* ReceiveBuffer() {
  thread_local std::unique_ptr<char[]> buffer;
  if (!buffer) buffer.reset(new (std::nothrow) char[kTaken * kBufferSize]);
  return buffer.get();
}

// Room for the time and the count of lost packets.
constexpr size_t kControlSize = CMSG_SPACE(sizeof(timespec)) + CMSG_SPACE(sizeof(uint32_t));

Stamp ReadStamp(msghdr* header) {
  Stamp stamp;
  for (cmsghdr* control = CMSG_FIRSTHDR(header); control != nullptr; control = CMSG_NXTHDR(header, control)) {
    if (control->cmsg_level != SOL_SOCKET) continue;
    if (control->cmsg_type == SCM_TIMESTAMPNS) {
      timespec time;
      memcpy(&time, CMSG_DATA(control), sizeof(time));
      stamp.time = static_cast<int64_t>(time.tv_sec) * 1000000000 + time.tv_nsec;
    } else if (control->cmsg_type == SO_RXQ_OVFL) {
      memcpy(&stamp.lost, CMSG_DATA(control), sizeof(stamp.lost));
    }
  }
  return stamp;
}

// A classic BPF program, stamps, and nothing of what this kernel itself sends by the interface.
int SetFilter(int fd, Napi::Uint8Array program) {
  int on = 1;
  if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)) != 0) return errno;
  if (setsockopt(fd, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof(on)) != 0) return errno;
  setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof(on));
  sock_fprog filter = {static_cast<unsigned short>(program.ByteLength() / sizeof(sock_filter)),
                       reinterpret_cast<sock_filter*>(program.Data())};
  if (filter.len == 0) return 0;
  return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)) == 0 ? 0 : errno;
}

bool FillAddress(const std::string& path, sockaddr_un* address) {
  memset(address, 0, sizeof(*address));
  address->sun_family = AF_UNIX;
  if (path.size() >= sizeof(address->sun_path)) return false;
  memcpy(address->sun_path, path.c_str(), path.size() + 1);
  return true;
}

// The file that a datagram came from; empty where its sender has none.
std::string PathOf(const sockaddr_un& address, socklen_t length) {
  const size_t before = offsetof(sockaddr_un, sun_path);
  if (length <= before || address.sun_path[0] == '\0') return std::string();
  return std::string(address.sun_path, strnlen(address.sun_path, length - before));
}

int SendTo(int fd, const Napi::Uint8Array& bytes, const std::string& path) {
  sockaddr_un there;
  if (!FillAddress(path, &there)) return ENAMETOOLONG;
  ssize_t sent;
  do {
    sent = sendto(fd, bytes.Data(), bytes.ByteLength(), MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&there),
                  sizeof(there));
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? errno : 0;
}

}  // namespace

Napi::Function Socket::Define(Napi::Env env) {
  return DefineClass(env, "Socket",
                     {
                         InstanceMethod<&Socket::Listen>("listen"),
                         InstanceMethod<&Socket::Send>("send"),
                         InstanceMethod<&Socket::Membership>("membership"),
                         InstanceMethod<&Socket::WantWritable>("wantWritable"),
                         InstanceMethod<&Socket::Pause>("pause"),
                         InstanceMethod<&Socket::KeepAlive>("keepAlive"),
                         InstanceMethod<&Socket::Close>("close"),
                         InstanceMethod<&Socket::ReleasePeer>("releasePeer"),
                         InstanceAccessor<&Socket::PortId>("portId"),
                         InstanceAccessor<&Socket::Peer>("peer"),
                     });
}

// ('netlink', protocol, namespace path or '', receive buffer), ('unix', local path, remote path or '' for all who write),
// ('packet', interface name, namespace path or '', ethertype, receive buffer, filter?) or ('pair').
Socket::Socket(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Socket>(info), env_(info.Env()) {
  Napi::Env env = info.Env();
  const std::string kind = info[0].As<Napi::String>();
  int error;
  if (kind == "netlink") {
    error = OpenNetlink(info[1].As<Napi::Number>().Int32Value(), info[2].As<Napi::String>(),
                        info[3].As<Napi::Number>().Int32Value());
  } else if (kind == "packet") {
    error = OpenPacket(info[1].As<Napi::String>(), info[2].As<Napi::String>(), info[3].As<Napi::Number>().Uint32Value(),
                       info[4].As<Napi::Number>().Int32Value(), info[5]);
  } else if (kind == "unix") {
    error = OpenUnix(info[1].As<Napi::String>(), info[2].As<Napi::String>());
  } else {
    error = OpenPair();
  }
  if (error == 0) error = StartWatching(env);
  if (error != 0) {
    Release();
    ThrowErrno(env, error);
  }
}

// Reached through garbage collection (a socket that never listened and was dropped) or the environment's end.
Socket::~Socket() { Release(); }

int Socket::OpenNetlink(int protocol, const std::string& netns, int receive_buffer) {
  netlink_ = nl_socket_alloc();
  if (netlink_ == nullptr) return ENOMEM;
  nl_socket_disable_seq_check(netlink_);
  int error = InNamespace(netns, [&]() {
    // libnl's own codes fold several errnos into one; the real one is still in errno.
    errno = 0;
    int status = protocol == NETLINK_GENERIC ? genl_connect(netlink_) : nl_connect(netlink_, protocol);
    if (status == 0) return 0;
    return errno != 0 ? errno : EIO;
  });
  if (error != 0) return error;
  fd_ = nl_socket_get_fd(netlink_);
  nl_socket_set_nonblocking(netlink_);
  int on = 1;
  setsockopt(fd_, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
  setsockopt(fd_, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
  if (receive_buffer > 0) SetReceiveBuffer(fd_, receive_buffer);
  return 0;
}

// What passes by on an interface, headers of the link included. On an nlmon device the ethertype is the netlink protocol.
int Socket::OpenPacket(const std::string& interface, const std::string& netns, uint32_t ethertype, int receive_buffer,
                       const Napi::Value& filter) {
  stamped_ = filter.IsTypedArray();
  return InNamespace(netns, [&]() {
    sockaddr_ll address;
    memset(&address, 0, sizeof(address));
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(static_cast<uint16_t>(ethertype));
    address.sll_ifindex = static_cast<int>(if_nametoindex(interface.c_str()));
    if (address.sll_ifindex == 0) return errno != 0 ? errno : ENODEV;
    // Protocol 0 until it is bound: nothing of other interfaces gets in.
    fd_ = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd_ < 0) return errno;
    if (receive_buffer > 0) SetReceiveBuffer(fd_, receive_buffer);
    if (stamped_) {
      int error = SetFilter(fd_, filter.As<Napi::Uint8Array>());
      if (error != 0) return error;
    }
    return bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0 ? 0 : errno;
  });
}

int Socket::OpenUnix(const std::string& local, const std::string& remote) {
  sockaddr_un here;
  sockaddr_un there;
  if (!FillAddress(local, &here) || !FillAddress(remote, &there)) return ENAMETOOLONG;
  named_ = remote.empty();
  fd_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd_ < 0) return errno;
  if (bind(fd_, reinterpret_cast<sockaddr*>(&here), sizeof(here)) != 0) return errno;
  if (named_) return 0;
  if (connect(fd_, reinterpret_cast<sockaddr*>(&there), sizeof(there)) != 0) {
    int error = errno;
    unlink(local.c_str());
    return error;
  }
  return 0;
}

// Neither end blocks: a guest that found an empty queue would stand until a frame comes.
int Socket::OpenPair() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) return errno;
  fd_ = ends[0];
  peer_ = ends[1];
  for (int end : ends) SetSendBuffer(end, kPairBufferSize);
  return 0;
}

int Socket::StartWatching(Napi::Env env) {
  uv_loop_t* loop = nullptr;
  if (napi_get_uv_event_loop(env, &loop) != napi_ok) return EIO;
  watcher_ = new Watcher();
  watcher_->owner = this;
  watcher_->poll.data = watcher_;
  int status = uv_poll_init(loop, &watcher_->poll, fd_);
  if (status != 0) {
    delete watcher_;
    watcher_ = nullptr;
    return -status;
  }
  // A worker's loop must be empty when the worker ends: the environment waits until the poll handle is closed.
  napi_add_async_cleanup_hook(env, OnEnvironmentEnds, watcher_, &watcher_->hook);
  return 0;
}

void Socket::OnEnvironmentEnds(napi_async_cleanup_hook_handle hook, void* data) {
  Watcher* watcher = static_cast<Watcher*>(data);
  // No owner: the handle is already closing, and its callback removes the hook.
  if (watcher->owner != nullptr) watcher->owner->Release();
}

void Socket::OnWatcherClosed(uv_handle_t* handle) {
  Watcher* watcher = static_cast<Watcher*>(handle->data);
  if (watcher->hook != nullptr) napi_remove_async_cleanup_hook(watcher->hook);
  delete watcher;
}

// Idempotent. The descriptor is closed after the poll has stopped, so that libuv never watches a reused number.
void Socket::Release() {
  if (peer_ >= 0) close(peer_);
  peer_ = -1;
  if (watcher_ != nullptr) {
    Watcher* watcher = watcher_;
    watcher_ = nullptr;
    watcher->owner = nullptr;
    uv_poll_stop(&watcher->poll);
    uv_close(reinterpret_cast<uv_handle_t*>(&watcher->poll), OnWatcherClosed);
  }
  if (netlink_ != nullptr) {
    nl_socket_free(netlink_);
    netlink_ = nullptr;
  } else if (fd_ >= 0) {
    close(fd_);
  }
  fd_ = -1;
}

Napi::Value Socket::Listen(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  if (fd_ < 0) return Napi::Number::New(env, EBADF);
  bool first = listener_.IsEmpty();
  listener_ = Napi::Persistent(info[0].As<Napi::Function>());
  if (!first) return Napi::Number::New(env, 0);
  context_ = std::make_unique<Napi::AsyncContext>(env, "vwifi.socket");
  // From here on the open socket holds on to its JavaScript object, until close().
  Ref();
  return Napi::Number::New(env, UpdatePoll());
}

int Socket::UpdatePoll() {
  if (watcher_ == nullptr) return EBADF;
  int events = (paused_ ? 0 : UV_READABLE) | (want_writable_ ? UV_WRITABLE : 0);
  if (events == 0) return -uv_poll_stop(&watcher_->poll);
  return -uv_poll_start(&watcher_->poll, events, OnPoll);
}

Napi::Value Socket::Send(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  if (fd_ < 0) return Napi::Number::New(env, EBADF);
  Napi::Uint8Array bytes = info[0].As<Napi::Uint8Array>();
  if (named_) return Napi::Number::New(env, SendTo(fd_, bytes, info[1].As<Napi::String>()));
  int error = SendAll(fd_, bytes);
  // A message has to fit into the send buffer whole; few do not.
  if (error == EMSGSIZE && netlink_ != nullptr && SetSendBuffer(fd_, bytes.ByteLength()))
    error = SendAll(fd_, bytes);
  sent_ = true;
  return Napi::Number::New(env, error);
}

Napi::Value Socket::Membership(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  if (netlink_ == nullptr) return Napi::Number::New(env, EBADF);
  unsigned int group = info[0].As<Napi::Number>().Uint32Value();
  int option = info[1].As<Napi::Boolean>() ? NETLINK_ADD_MEMBERSHIP : NETLINK_DROP_MEMBERSHIP;
  int status = setsockopt(fd_, SOL_NETLINK, option, &group, sizeof(group));
  return Napi::Number::New(env, status != 0 ? errno : 0);
}

Napi::Value Socket::WantWritable(const Napi::CallbackInfo& info) {
  want_writable_ = info[0].As<Napi::Boolean>();
  return Napi::Number::New(info.Env(), UpdatePoll());
}

Napi::Value Socket::Pause(const Napi::CallbackInfo& info) {
  paused_ = info[0].As<Napi::Boolean>();
  return Napi::Number::New(info.Env(), UpdatePoll());
}

Napi::Value Socket::KeepAlive(const Napi::CallbackInfo& info) {
  if (watcher_ != nullptr) {
    uv_handle_t* handle = reinterpret_cast<uv_handle_t*>(&watcher_->poll);
    if (info[0].As<Napi::Boolean>())
      uv_ref(handle);
    else
      uv_unref(handle);
  }
  return info.Env().Undefined();
}

Napi::Value Socket::Close(const Napi::CallbackInfo& info) {
  if (fd_ >= 0) {
    Release();
    if (!listener_.IsEmpty()) {
      listener_.Reset();
      Unref();
    }
  }
  return info.Env().Undefined();
}

Napi::Value Socket::PortId(const Napi::CallbackInfo& info) {
  uint32_t port = netlink_ != nullptr ? nl_socket_get_local_port(netlink_) : 0;
  return Napi::Number::New(info.Env(), port);
}

Napi::Value Socket::Peer(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), peer_); }

Napi::Value Socket::ReleasePeer(const Napi::CallbackInfo& info) {
  if (peer_ >= 0) close(peer_);
  peer_ = -1;
  return info.Env().Undefined();
}

void Socket::OnPoll(uv_poll_t* poll, int status, int events) {
  Watcher* watcher = static_cast<Watcher*>(poll->data);
  if (watcher->owner == nullptr) return;
  // An error condition (POLLERR after ENOBUFS) is read off the socket with its real errno.
  watcher->owner->Deliver(status < 0 ? UV_READABLE : events);
}

void Socket::Deliver(int events) {
  Napi::HandleScope scope(env_);
  Napi::Env env(env_);
  // The listener may close the socket, and then nothing else holds this object.
  Ref();
  if ((events & UV_WRITABLE) != 0 && want_writable_) {
    want_writable_ = false;
    UpdatePoll();
    Emit(env.Undefined(), 0, true);
  }
  bool more = true;
  for (int i = 0; i < kBatch && more && fd_ >= 0 && !paused_; i++) more = Take();
  Unref();
}

// Reads what has arrived, up to kTaken messages. False when there is no more, or JavaScript cannot go on. The kernel
// answers while a request is being sent: who sends the next one upon an answer need not wait for the event loop.
bool Socket::Take() {
  Napi::HandleScope scope(env_);
  Napi::Env env(env_);
  char* buffer = ReceiveBuffer();
  if (buffer == nullptr) {
    Emit(env.Undefined(), ENOMEM, false);
    return false;
  }
  iovec parts[kTaken];
  mmsghdr messages[kTaken];
  alignas(cmsghdr) char controls[kTaken][kControlSize];
  sockaddr_un senders[kTaken];
  memset(messages, 0, sizeof(messages));
  for (unsigned i = 0; i < kTaken; i++) {
    parts[i] = {buffer + i * kBufferSize, kBufferSize};
    messages[i].msg_hdr.msg_iov = &parts[i];
    messages[i].msg_hdr.msg_iovlen = 1;
    if (named_) {
      messages[i].msg_hdr.msg_name = &senders[i];
      messages[i].msg_hdr.msg_namelen = sizeof(senders[i]);
    }
    if (!stamped_) continue;
    messages[i].msg_hdr.msg_control = controls[i];
    messages[i].msg_hdr.msg_controllen = sizeof(controls[i]);
  }
  sent_ = false;
  int taken = recvmmsg(fd_, messages, kTaken, MSG_DONTWAIT, nullptr);
  if (taken < 0) {
    int error = errno;
    if (error == EINTR) return true;
    if (error == EAGAIN || error == EWOULDBLOCK) return false;
    // ENOBUFS is told once and cleared; anything else would come again at once, and JavaScript closes.
    return Emit(env.Undefined(), error, false) && error == ENOBUFS;
  }
  // All are copied before the first is told: a listener may run the event loop, and another socket needs the buffer.
  napi_value data[kTaken];
  for (int i = 0; i < taken; i++) {
    data[i] = nullptr;
    if ((messages[i].msg_hdr.msg_flags & MSG_TRUNC) != 0) continue;
    if (napi_create_buffer_copy(env_, messages[i].msg_len, parts[i].iov_base, nullptr, &data[i]) != napi_ok)
      return false;
  }
  // The listener may close the socket; what was read before that is not told any more.
  for (int i = 0; i < taken && fd_ >= 0; i++) {
    Napi::HandleScope message_scope(env_);
    Stamp stamp = stamped_ ? ReadStamp(&messages[i].msg_hdr) : Stamp();
    std::string sender = named_ ? PathOf(senders[i], messages[i].msg_hdr.msg_namelen) : std::string();
    bool told = data[i] == nullptr ? Emit(env.Undefined(), ENOBUFS, false)
                                   : Emit(Napi::Value(env_, data[i]), 0, false, stamped_ ? &stamp : nullptr,
                                          named_ ? &sender : nullptr);
    if (!told) return false;
  }
  return sent_ || taken == static_cast<int>(kTaken);
}

// False when JavaScript cannot go on: it threw, or the environment (a worker that is being terminated) is ending.
// The plain C calls are used because the C++ ones throw in an environment where nothing can be thrown any more.
bool Socket::Emit(Napi::Value data, int error, bool writable, const Stamp* stamp, const std::string* sender) {
  if (listener_.IsEmpty()) return false;
  napi_value receiver;
  napi_value arguments[6] = {data};
  size_t count = stamp != nullptr ? 5 : sender != nullptr ? 6 : 3;
  if (napi_get_global(env_, &receiver) != napi_ok) return false;
  if (napi_create_int32(env_, error, &arguments[1]) != napi_ok) return false;
  if (napi_get_boolean(env_, writable, &arguments[2]) != napi_ok) return false;
  if (stamp != nullptr && (napi_create_bigint_int64(env_, stamp->time, &arguments[3]) != napi_ok ||
                           napi_create_uint32(env_, stamp->lost, &arguments[4]) != napi_ok))
    return false;
  if (sender != nullptr &&
      (napi_get_undefined(env_, &arguments[3]) != napi_ok || napi_get_undefined(env_, &arguments[4]) != napi_ok ||
       napi_create_string_utf8(env_, sender->data(), sender->size(), &arguments[5]) != napi_ok))
    return false;
  napi_status status =
      napi_make_callback(env_, *context_, receiver, listener_.Value(), count, arguments, nullptr);
  if (status == napi_ok) return true;
  napi_value thrown;
  bool pending = false;
  if (napi_is_exception_pending(env_, &pending) == napi_ok && pending &&
      napi_get_and_clear_last_exception(env_, &thrown) == napi_ok)
    napi_fatal_exception(env_, thrown);
  return false;
}

}  // namespace vwifi
