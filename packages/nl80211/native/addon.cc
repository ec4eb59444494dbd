#include <napi.h>

#include "held.h"
#include "socket.h"

static Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports.Set("Socket", vwifi::Socket::Define(env));
  exports.Set("landlockVersion", Napi::Function::New(env, vwifi::LandlockVersion));
  exports.Set("inheritNothing", Napi::Function::New(env, vwifi::InheritNothing));
  exports.Set("execHeld", Napi::Function::New(env, vwifi::ExecHeld));
  return exports;
}

NODE_API_MODULE(vwifi_nl80211, Init)
