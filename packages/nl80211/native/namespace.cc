#include "namespace.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

namespace vwifi {

namespace {

// Opening a socket needs little; a large stack would count against the limits of a small machine.
constexpr size_t kStackSize = 256 * 1024;

struct Visit {
  const char* path;
  int (*work)(void*);
  void* context;
  int error;
};

int Enter(const char* path) {
  int there = open(path, O_RDONLY | O_CLOEXEC);
  if (there < 0) return errno;
  int error = setns(there, CLONE_NEWNET) == 0 ? 0 : errno;
  close(there);
  return error;
}

void* Run(void* argument) {
  Visit* visit = static_cast<Visit*>(argument);
  visit->error = Enter(visit->path);
  if (visit->error == 0) visit->error = visit->work(visit->context);
  return nullptr;
}

}  // namespace

int RunInNamespace(const std::string& path, int (*work)(void*), void* context) {
  if (path.empty()) return work(context);
  Visit visit = {path.c_str(), work, context, 0};
  pthread_attr_t attributes;
  int error = pthread_attr_init(&attributes);
  if (error != 0) return error;
  pthread_attr_setstacksize(&attributes, kStackSize);
  // Signals are for the threads that stay.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  error = pthread_create(&thread, &attributes, Run, &visit);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  if (error != 0) return error;
  pthread_join(thread, nullptr);
  return visit.error;
}

}  // namespace vwifi
