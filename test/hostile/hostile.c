// SPDX-License-Identifier: MIT
/*
 * What a hostile root can load into a User-Mode Linux guest: a module that asks
 * the host directly, as the process that is the kernel, past every file system
 * of the guest. Says what the host has answered to each call, and undoes nothing.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <as-layout.h>
#include <mem.h>

static char *folder = "";
module_param(folder, charp, 0444);
MODULE_PARM_DESC(folder, "a folder of the host, with file, dir/, empty/ in it");

static char *unix_socket = "";
module_param(unix_socket, charp, 0444);
MODULE_PARM_DESC(unix_socket, "where somebody listens on the host");

static int pid;
module_param(pid, int, 0444);
MODULE_PARM_DESC(pid, "a process of the host");

static bool signals;
module_param(signals, bool, 0444);
MODULE_PARM_DESC(signals, "send that process a signal, too");

/* The host's own numbers: x86-64, whatever the guest is. */
enum {
	HOST_OPEN = 2, HOST_CLOSE = 3, HOST_SOCKET = 41, HOST_CONNECT = 42, HOST_CLONE = 56,
	HOST_EXECVE = 59, HOST_KILL = 62, HOST_FCNTL = 72, HOST_FLOCK = 73, HOST_TRUNCATE = 76,
	HOST_FTRUNCATE = 77, HOST_RENAME = 82, HOST_MKDIR = 83, HOST_RMDIR = 84, HOST_CREAT = 85,
	HOST_LINK = 86, HOST_UNLINK = 87, HOST_SYMLINK = 88, HOST_CHMOD = 90, HOST_FCHMOD = 91,
	HOST_CHOWN = 92, HOST_FCHOWN = 93, HOST_PTRACE = 101, HOST_UTIME = 132, HOST_MKNOD = 133,
	HOST_SETPRIORITY = 141, HOST_CHROOT = 161, HOST_UMOUNT = 166, HOST_SETXATTR = 188,
	HOST_FSETXATTR = 190, HOST_REMOVEXATTR = 197, HOST_TKILL = 200, HOST_OPENAT = 257,
	HOST_MKDIRAT = 258, HOST_UNLINKAT = 263, HOST_RENAMEAT = 264, HOST_LINKAT = 265,
	HOST_SYMLINKAT = 266, HOST_FCHMODAT = 268, HOST_UNSHARE = 272, HOST_UTIMENSAT = 280,
	HOST_FALLOCATE = 285, HOST_PRLIMIT = 302, HOST_OPEN_BY_HANDLE = 304, HOST_SETNS = 308,
	HOST_VM_READ = 310, HOST_VM_WRITE = 311, HOST_RENAMEAT2 = 316, HOST_BPF = 321,
	HOST_IO_URING = 425, HOST_PIDFD_OPEN = 434, HOST_OPENAT2 = 437, HOST_FCHMODAT2 = 452,
	HOST_IOCTL = 16, HOST_BIND = 49, HOST_QUEUE_SIGNAL = 129, HOST_PRCTL = 157, HOST_MOUNT = 165,
	HOST_KEYCTL = 250, HOST_MEMFD = 319, HOST_EXECVEAT = 322, HOST_USERFAULTFD = 323,
	HOST_PIDFD_SIGNAL = 424, HOST_OPEN_TREE = 428, HOST_PIDFD_GETFD = 438, HOST_MADVISE_OTHER = 440,
	HOST_PWRITE = 18, HOST_SOCKETPAIR = 53, HOST_SECCOMP = 317, HOST_CLONE3 = 435,
	HOST_X32_OPEN = 0x40000002,
};

enum {
	O_WRITE = 1, O_BOTH = 2, O_MAKE = 0100, O_EMPTY = 01000, O_NAMELESS = 020200000,
	AT_HERE = -100, AT_FOLDER = 0x200, NEW_USER = 0x10000000, UNIX = 1, INET = 2, NETLINK = 16,
	PACKET = 17, STREAM = 1, RAW = 3, ATTACH = 16, SEIZE = 0x4206, USER_SIGNAL = 10,
	FOR_PARENT = 0x8000, SHARED_SIGNALS = 0x800, SET_FILTER = 1, LISTENER = 8,
	LOCK_ALONE = 2, SET_LEASE = 1024, EXCHANGE = 2, TYPE_INTO = 0x5412, SET_DUMPABLE = 4, EMPTY_PATH = 0x1000,
};

static long ask(long call, long a, long b, long c, long d, long e)
{
	register long fourth asm("r10") = d;
	register long fifth asm("r8") = e;
	register long sixth asm("r9") = 0;
	long answer;

	asm volatile("syscall" : "=a"(answer)
		     : "0"(call), "D"(a), "S"(b), "d"(c), "r"(fourth), "r"(fifth), "r"(sixth)
		     : "rcx", "r11", "memory");
	return answer;
}

#define TRY(name, call, ...)	try(name, HOST_##call, (long []) { __VA_ARGS__, 0, 0, 0, 0, 0 })

static long try(const char *name, long call, const long *with)
{
	long answer = ask(call, with[0], with[1], with[2], with[3], with[4]);

	pr_info("%s %ld\n", name, answer);
	return answer;
}

static long path(const char *name)
{
	/* Never given back: the host may still be reading it, and the guest ends soon. */
	return (long)kasprintf(GFP_KERNEL, "%s/%s", folder, name);
}

static void change_by_name(void)
{
	struct { u64 flags, mode, resolve; } how = { .flags = O_WRITE };
	long file = path("file"), empty = path("empty"), dir = path("dir"), new = path("new");
	long times[4] = { 1, 0, 1, 0 };

	TRY("open-write", OPEN, file, O_WRITE);
	TRY("open-both", OPEN, file, O_BOTH);
	TRY("open-truncate", OPEN, file, O_EMPTY);
	TRY("open-write-truncate", OPEN, file, O_WRITE | O_EMPTY);
	TRY("open-create", OPEN, new, O_MAKE | O_WRITE, 0644);
	TRY("open-create-read", OPEN, path("new-read"), O_MAKE, 0644);
	TRY("open-nameless", OPEN, dir, O_NAMELESS | O_BOTH, 0644);
	TRY("openat-write", OPENAT, AT_HERE, file, O_WRITE);
	TRY("openat2-write", OPENAT2, AT_HERE, file, (long)&how, sizeof(how));
	TRY("creat", CREAT, path("created"), 0644);
	TRY("truncate", TRUNCATE, file, 1);
	TRY("chmod", CHMOD, file, 0777);
	TRY("fchmodat", FCHMODAT, AT_HERE, file, 0777);
	TRY("fchmodat2", FCHMODAT2, AT_HERE, file, 0777, 0);
	TRY("chown", CHOWN, file, 12, 12);
	TRY("utime", UTIME, file, 0);
	TRY("utimensat", UTIMENSAT, AT_HERE, file, (long)times, 0);
	TRY("setxattr", SETXATTR, file, (long)"user.hostile", (long)"x", 1, 0);
	TRY("removexattr", REMOVEXATTR, file, (long)"user.mine");
	TRY("mkdir", MKDIR, path("made"), 0755);
	TRY("mkdirat", MKDIRAT, AT_HERE, path("made-at"), 0755);
	TRY("mknod", MKNOD, path("node"), 0010644, 0);
	TRY("symlink", SYMLINK, (long)"/etc", path("symlink"));
	TRY("symlinkat", SYMLINKAT, (long)"/etc", AT_HERE, path("symlink-at"));
	TRY("link", LINK, file, path("hard"));
	TRY("linkat", LINKAT, AT_HERE, file, AT_HERE, path("hard-at"));
	TRY("renameat2", RENAMEAT2, AT_HERE, dir, AT_HERE, empty, EXCHANGE);
	TRY("rename", RENAME, path("link"), path("moved"));
	TRY("renameat", RENAMEAT, AT_HERE, dir, AT_HERE, path("moved-dir"));
	TRY("rmdir", RMDIR, empty);
	TRY("unlinkat", UNLINKAT, AT_HERE, empty, AT_FOLDER);
	TRY("unlink", UNLINK, file);
}

static void change_by_descriptor(void)
{
	long times[4] = { 1, 0, 1, 0 };
	long fd = ask(HOST_OPEN, path("second"), 0, 0, 0, 0);

	if (fd < 0) {
		pr_info("cannot read what may be read: %ld\n", fd);
		return;
	}
	TRY("fchmod", FCHMOD, fd, 0777);
	TRY("fchown", FCHOWN, fd, 12, 12);
	TRY("ftruncate", FTRUNCATE, fd, 1);
	TRY("fallocate", FALLOCATE, fd, 0, 0, 1 << 20);
	TRY("futimens", UTIMENSAT, fd, 0, (long)times, 0);
	TRY("fsetxattr", FSETXATTR, fd, (long)"user.hostile", (long)"x", 1, 0);
	TRY("flock", FLOCK, fd, LOCK_ALONE);
	TRY("lease", FCNTL, fd, SET_LEASE, 0);
	/* Writable or not, the host finds the same file. */
	TRY("reopen", OPEN, (long)kasprintf(GFP_KERNEL, "/proc/self/fd/%ld", fd), O_BOTH);
	ask(HOST_CLOSE, fd, 0, 0, 0, 0);
}

static void touch_processes(void)
{
	char here[8];
	struct { void *at; long length; } mine = { here, sizeof(here) }, theirs = { here, sizeof(here) };
	long limits[2] = { 0, 0 };

	TRY("ptrace-seize", PTRACE, SEIZE, pid);
	TRY("ptrace-attach", PTRACE, ATTACH, pid);
	TRY("vm-read", VM_READ, pid, (long)&mine, 1, (long)&theirs, 1);
	TRY("vm-write", VM_WRITE, pid, (long)&mine, 1, (long)&theirs, 1);
	TRY("proc-mem", OPEN, (long)kasprintf(GFP_KERNEL, "/proc/%d/mem", pid), 0);
	TRY("proc-mem-write", OPEN, (long)kasprintf(GFP_KERNEL, "/proc/%d/mem", pid), O_BOTH);
	TRY("proc-environ", OPEN, (long)kasprintf(GFP_KERNEL, "/proc/%d/environ", pid), 0);
	TRY("proc-cmdline", OPEN, (long)kasprintf(GFP_KERNEL, "/proc/%d/cmdline", pid), 0);
	TRY("prlimit", PRLIMIT, pid, 0, (long)limits, 0);
	TRY("setpriority", SETPRIORITY, 0, pid, 5);
	TRY("pidfd-open", PIDFD_OPEN, pid, 0);
	TRY("pidfd-getfd", PIDFD_GETFD, -1, 0, 0);
	TRY("pidfd-signal", PIDFD_SIGNAL, -1, USER_SIGNAL, 0, 0);
	TRY("madvise-other", MADVISE_OTHER, -1, (long)&mine, 1, 0, 0);
	TRY("proc-self-mem-write", OPEN, (long)"/proc/self/mem", O_BOTH);
	TRY("proc-root", OPEN, (long)kasprintf(GFP_KERNEL, "/proc/%d/root/etc/passwd", pid), 0);
	TRY("queue-signal", QUEUE_SIGNAL, pid, USER_SIGNAL, (long)limits);
	TRY("tkill", TKILL, pid, USER_SIGNAL);
	if (signals)
		TRY("kill", KILL, pid, USER_SIGNAL);
}

static void reach_out(void)
{
	struct { u16 family; char path[108]; } address = { .family = UNIX };
	char parameters[120] = { 0 };
	long fd;

	strscpy(address.path, unix_socket, sizeof(address.path));
	fd = TRY("socket-unix", SOCKET, UNIX, STREAM, 0);
	TRY("connect-unix", CONNECT, fd, (long)&address, sizeof(address));
	TRY("socket-inet", SOCKET, INET, STREAM, 0);
	TRY("socket-netlink", SOCKET, NETLINK, RAW, 0);
	TRY("socket-packet", SOCKET, PACKET, RAW, 0);
	TRY("device", OPEN, (long)"/dev/zero", 0);
	TRY("bind", BIND, -1, (long)&address, sizeof(address));
	TRY("type-into", IOCTL, 1, TYPE_INTO, (long)"x");
	TRY("prctl", PRCTL, SET_DUMPABLE, 1);
	TRY("memfd", MEMFD, (long)"x", 0);
	TRY("execveat", EXECVEAT, -1, (long)"", 0, 0, EMPTY_PATH);
	TRY("keyctl", KEYCTL, 0, -3, 1);
	TRY("userfaultfd", USERFAULTFD, 0);
	TRY("mount", MOUNT, (long)"none", (long)"/not/there", (long)"tmpfs", 0, 0);
	TRY("open-tree", OPEN_TREE, AT_HERE, (long)"/not/there", 0);
	/* The numbers of another convention, which a table of the usual ones does not know. */
	TRY("x32-open-write", X32_OPEN, path("second"), O_WRITE);
	TRY("io-uring", IO_URING, 1, (long)parameters);
	TRY("bpf", BPF, 0, (long)parameters, sizeof(parameters));
	/* What is not there: refused before it is looked for. */
	TRY("execve", EXECVE, (long)"/not/there", 0, 0);
	TRY("umount", UMOUNT, (long)"/not/there", 0);
	TRY("chroot", CHROOT, (long)"/not/there");
	TRY("open-by-handle", OPEN_BY_HANDLE, -1, (long)parameters, 0);
	TRY("setns", SETNS, -1, 0);
	TRY("unshare", UNSHARE, NEW_USER);
	/* Flags that do not go together: nothing comes of it when it is not refused. */
	TRY("clone-for-parent", CLONE, FOR_PARENT | SHARED_SIGNALS);
	TRY("clone3", CLONE3, 0, 0);
	TRY("socketpair-inet", SOCKETPAIR, INET, STREAM, 0, (long)parameters);
	TRY("seccomp-listener", SECCOMP, SET_FILTER, LISTENER, 0);
}

/* The guest's memory is a file of the host's, on a file system that others share. */
static void grow(void)
{
	unsigned long long offset;
	long memory = phys_mapping(0, &offset);

	TRY("grow-memory", PWRITE, memory, (long)"x", 1, physmem_size);
	TRY("grow-memory-far", PWRITE, memory, (long)"x", 1, 1L << 42);
}

static int __init hostile_init(void)
{
	change_by_descriptor();
	change_by_name();
	touch_processes();
	reach_out();
	grow();
	pr_info("done\n");
	return 0;
}

static void __exit hostile_exit(void)
{
}

module_init(hostile_init);
module_exit(hostile_exit);

MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Asks the host of a User-Mode Linux kernel for what no guest may have");
