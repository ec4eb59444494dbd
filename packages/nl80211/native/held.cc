#include "held.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <string>
#include <vector>

namespace vwifi {

namespace {

// landlock(7). The numbers are here because a builder's headers may be older than the host.
constexpr long kCreateRuleset = 444;
constexpr long kAddRule = 445;
constexpr long kRestrictSelf = 446;
constexpr uint32_t kAskVersion = 1;
constexpr int kPathBeneath = 1;
constexpr uint64_t kExecute = 1 << 0;
constexpr uint64_t kWriteFile = 1 << 1;
constexpr uint64_t kReadFile = 1 << 2;
constexpr uint64_t kReadFolder = 1 << 3;
constexpr uint64_t kRemoveFolder = 1 << 4;
constexpr uint64_t kRemoveFile = 1 << 5;
constexpr uint64_t kMakeFolder = 1 << 7;
constexpr uint64_t kMakeFile = 1 << 8;
constexpr uint64_t kMakeSocket = 1 << 9;
constexpr uint64_t kMakeLink = 1 << 12;
constexpr uint64_t kMove = 1 << 13;
constexpr uint64_t kTruncate = 1 << 14;
constexpr uint64_t kDeviceCommands = 1 << 15;
constexpr uint64_t kTcp = 3;
constexpr uint64_t kScopes = 3;

struct Ruleset {
  uint64_t files;
  uint64_t network;
  uint64_t scopes;
};

struct PathBeneath {
  uint64_t allowed;
  int32_t folder;
} __attribute__((packed));

// How many rights over files, and how long a ruleset, each version knows.
uint64_t FilesOf(long version) {
  int rights = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13;
  return (1ull << rights) - 1;
}

size_t LengthOf(long version) { return version >= 6 ? 24 : version >= 4 ? 16 : 8; }

long Version() {
  long version = syscall(kCreateRuleset, nullptr, 0, kAskVersion);
  return version < 0 ? 0 : version;
}

uint64_t RightsOf(const std::string& kind) {
  if (kind == "list") return kReadFolder;
  if (kind == "read") return kReadFile | kReadFolder | kExecute;
  if (kind == "write") return kReadFile | kWriteFile | kTruncate | kRemoveFile | kMakeSocket;
  if (kind == "tree")
    return kReadFile | kReadFolder | kWriteFile | kTruncate | kRemoveFile | kRemoveFolder | kMakeFile | kMakeFolder |
           kMakeLink | kMove;
  if (kind == "device") return kReadFile | kWriteFile | kDeviceCommands;
  return 0;
}

// What is not there needs no rule, and a link is nobody's: where it leads is a path of its own.
int Allow(int rules, const std::string& path, uint64_t rights) {
  int file = open(path.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0) return 0;
  struct stat at;
  int error = fstat(file, &at) == 0 ? 0 : errno;
  if (error == 0 && !S_ISLNK(at.st_mode)) {
    if (!S_ISDIR(at.st_mode)) rights &= ~(kReadFolder | kRemoveFile | kMakeSocket);
    PathBeneath rule = {rights, file};
    if (rights != 0 && syscall(kAddRule, rules, kPathBeneath, &rule, 0) != 0) error = errno;
  }
  close(file);
  return error;
}

int Hold(const Napi::Array& rules) {
  long version = Version();
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  if (version == 0) return 0;
  Ruleset set = {FilesOf(version), kTcp, kScopes};
  int ruleset = static_cast<int>(syscall(kCreateRuleset, &set, LengthOf(version), 0));
  if (ruleset < 0) return errno;
  int error = 0;
  for (uint32_t i = 0; i < rules.Length() && error == 0; i++) {
    Napi::Array rule = rules.Get(i).As<Napi::Array>();
    std::string kind = rule.Get(0u).As<Napi::String>();
    std::string path = rule.Get(1u).As<Napi::String>();
    error = Allow(ruleset, path, RightsOf(kind) & set.files);
  }
  if (error == 0 && syscall(kRestrictSelf, ruleset, 0) != 0) error = errno;
  close(ruleset);
  return error;
}

}  // namespace

Napi::Value LandlockVersion(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(Version()));
}

Napi::Value InheritNothing(const Napi::CallbackInfo& info) {
  DIR* own = opendir("/proc/self/fd");
  int error = own ? 0 : errno;
  while (own) {
    struct dirent* entry = readdir(own);
    if (!entry) break;
    int fd = atoi(entry->d_name);
    if (fd > STDERR_FILENO) fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
  if (own) closedir(own);
  return Napi::Number::New(info.Env(), error);
}

Napi::Value ExecHeld(const Napi::CallbackInfo& info) {
  Napi::Array words = info[0].As<Napi::Array>();
  int descriptors = info[2].As<Napi::Number>().Int32Value();
  std::vector<std::string> texts;
  for (uint32_t i = 0; i < words.Length(); i++) texts.push_back(words.Get(i).As<Napi::String>());
  std::vector<char*> argv;
  for (std::string& text : texts) argv.push_back(text.data());
  argv.push_back(nullptr);

  int error = Hold(info[1].As<Napi::Array>());
  if (error == 0) {
    // Node closes at an exec whatever it was started with, and ignores a signal that programs expect.
    for (int fd = 0; fd < descriptors; fd++) fcntl(fd, F_SETFD, 0);
    signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    execv(argv[0], argv.data());
    error = errno;
  }
  return Napi::Number::New(info.Env(), error);
}

}  // namespace vwifi
