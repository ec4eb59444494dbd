#pragma once

#include <string>

namespace vwifi {

// Runs work() with the calling thread inside the network namespace at path (empty: where it is), and comes back.
// Returns 0 or the errno of entering. A thread that cannot come back would open every later socket in the
// wrong namespace, so that ends the process.
template <typename Work>
int InNamespace(const std::string& path, Work work);

int EnterNamespace(const std::string& path, int* home);
void LeaveNamespace(int home);

template <typename Work>
int InNamespace(const std::string& path, Work work) {
  if (path.empty()) return work();
  int home = -1;
  int error = EnterNamespace(path, &home);
  if (error != 0) return error;
  error = work();
  LeaveNamespace(home);
  return error;
}

}  // namespace vwifi
