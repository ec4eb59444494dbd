#include <napi.h>

#include "socket.h"

static Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports.Set("Socket", vwifi::Socket::Define(env));
  return exports;
}

NODE_API_MODULE(vwifi_nl80211, Init)
