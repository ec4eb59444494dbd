#include "namespace.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

namespace vwifi {

int EnterNamespace(const std::string& path, int* home) {
  int here = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  if (here < 0) return errno;
  int there = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (there < 0) {
    int error = errno;
    close(here);
    return error;
  }
  if (setns(there, CLONE_NEWNET) != 0) {
    int error = errno;
    close(there);
    close(here);
    return error;
  }
  close(there);
  *home = here;
  return 0;
}

void LeaveNamespace(int home) {
  if (setns(home, CLONE_NEWNET) != 0) {
    fprintf(stderr, "@vwifi/nl80211: cannot return to the thread's own network namespace: %s; ending the process\n",
            strerror(errno));
    abort();
  }
  close(home);
}

}  // namespace vwifi
