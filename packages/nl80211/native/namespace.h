#pragma once

#include <string>

namespace vwifi {

// Runs work(context) inside the network namespace at path, or right here when path is empty. Returns the errno of
// entering it, or what work returned.
//
// A namespace is entered by a thread made for it, which ends there. Who may enter may not always come back: root of a
// user namespace whose network is another's. Work must not touch JavaScript: it runs on that thread, while this one waits.
int RunInNamespace(const std::string& path, int (*work)(void*), void* context);

template <typename Work>
int InNamespace(const std::string& path, Work work) {
  return RunInNamespace(path, [](void* context) { return (*static_cast<Work*>(context))(); }, &work);
}

}  // namespace vwifi
