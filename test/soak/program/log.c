// SPDX-License-Identifier: MIT OR GPL-2.0
/* The last things that were done, and the kernel's log. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "soak.h"

#define REMEMBERED	60

static char deeds[REMEMBERED][200];
static unsigned long n_deeds;
static int kmsg = -1;

/* As test/runner/kernel-log.ts has them. */
static const char *const trouble[] = {
	"WARNING: ", "BUG: ", "kernel BUG at", "Oops", "general protection fault", "Kernel panic",
	"INFO: possible", "INFO: task", "INFO: rcu", "INFO: trying", "suspicious RCU", "KASAN: ", "UBSAN: ",
	"kmemleak: ", "refcount_t: ", "list_add corruption", "list_del corruption",
	"scheduling while atomic", "sleeping function called", "unregister_netdevice: waiting",
	"ODEBUG: ", "detected buffer overflow", "detected field-spanning", "DEBUG_LOCKS_WARN_ON",
	"inconsistent lock state", "held lock freed", "bad unlock balance", "stack-protector",
	"bad offload", "netlink: ADDR", "stall on CPU",
};

void did(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(deeds[n_deeds++ % REMEMBERED], sizeof(deeds[0]), format, args);
	va_end(args);
	if (getenv("SOAK_VERBOSE")) {
		puts(deeds[(n_deeds - 1) % REMEMBERED]);
		fflush(stdout);
	}
}

void die(const char *what)
{
	printf("soak: %s: %s\n", what, strerror(errno));
	exit(2);
}

void watch_kernel(void)
{
	kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK);
	if (kmsg < 0)
		die("/dev/kmsg");
	lseek(kmsg, 0, SEEK_END);
}

static bool is_trouble(const char *line)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(trouble); i++)
		if (strstr(line, trouble[i]))
			return true;
	return false;
}

static void report(void)
{
	unsigned long i = n_deeds > REMEMBERED ? n_deeds - REMEMBERED : 0;

	printf("soak: the kernel complained after deed %lu; the last ones:\n", n_deeds);
	for (; i < n_deeds; i++)
		printf("  %lu %s\n", i + 1, deeds[i % REMEMBERED]);
	fflush(stdout);
	_exit(3);
}

/* Returns whether the kernel has said anything since. */
static bool read_kernel(void)
{
	char line[2048];
	ssize_t len;
	bool any = false, bad = false;

	for (;;) {
		len = read(kmsg, line, sizeof(line) - 1);
		if (len < 0 && errno == EPIPE)
			continue;	/* overtaken: what we missed is in the log anyway */
		if (len <= 0)
			break;
		line[len] = 0;
		any = true;
		if (is_trouble(line))
			bad = true;
	}
	if (bad)
		report();
	return any;
}

void check_kernel(void)
{
	read_kernel();
}

/*
 * Until nothing is taken apart any more. A kernel that looks for what is used too long lets
 * objects go up to 4 s late and tells of each (CONFIG_DEBUG_KOBJECT_RELEASE); a namespace goes
 * after the last of a chain of them.
 */
void settle_kernel(void)
{
	unsigned int i;

	for (i = 0; i < 20; i++) {
		pause_ms(5000);
		if (!read_kernel())
			return;
	}
	die("the kernel does not settle");
}
