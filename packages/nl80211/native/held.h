#ifndef VWIFI_HELD_H
#define VWIFI_HELD_H

#include <napi.h>

namespace vwifi {

// landlockVersion(): what this kernel has of Landlock, 0 for nothing.
Napi::Value LandlockVersion(const Napi::CallbackInfo& info);

// execHeld(argv, rules, descriptors): becomes another program, which reaches the files of its rules alone, no TCP port,
// and with signals, traces and abstract sockets only what it starts itself. Returns an errno when it could not.
Napi::Value ExecHeld(const Napi::CallbackInfo& info);

// inheritNothing(): programs started from here on get no descriptor but those that they are given. Returns an errno.
Napi::Value InheritNothing(const Napi::CallbackInfo& info);

}  // namespace vwifi

#endif
