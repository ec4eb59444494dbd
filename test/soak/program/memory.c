// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Allocations that fail: for this program's own system calls and for the kernel's
 * workers, where the radios do their work. Processes that are started must not
 * feel it, so nothing is started meanwhile.
 */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "soak.h"

#define DEBUGFS	"/sys/kernel/debug/"

static int self = -1;

static bool write_number(const char *path, const char *value)
{
	FILE *file = fopen(path, "w");
	bool fine;

	if (!file)
		return false;
	fine = fputs(value, file) >= 0;
	return !fclose(file) && fine;
}

static void set(const char *what, const char *name, const char *value)
{
	char path[100];

	snprintf(path, sizeof(path), DEBUGFS "%s/%s", what, name);
	if (!write_number(path, value))
		die(path);
}

/* The kernel has to be one that can (CONFIG_FAILSLAB, CONFIG_FAIL_PAGE_ALLOC). */
void memory_begin(void)
{
	static const char *const what[] = { "failslab", "fail_page_alloc" };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(what); i++) {
		set(what[i], "task-filter", "Y");
		set(what[i], "ignore-gfp-wait", "N");
		set(what[i], "verbose", "0");
		set(what[i], "times", "-1");
		set(what[i], "interval", "1");
		set(what[i], "probability", "4");
	}
	self = open("/proc/self/make-it-fail", O_WRONLY | O_CLOEXEC);
	if (self < 0)
		die("make-it-fail");
	set("fail_page_alloc", "min-order", "0");
	/* Pages of processes are not the driver's; nor are programs that the workers start. */
	set("fail_page_alloc", "ignore-gfp-highmem", "Y");
	write_number("/proc/sys/kernel/modprobe", "\n");
}

static void one_worker(const char *pid, bool fail)
{
	char path[300], name[64] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%s/comm", pid);
	file = fopen(path, "r");
	if (!file)
		return;
	if (!fgets(name, sizeof(name), file))
		name[0] = 0;
	fclose(file);
	if (strncmp(name, "kworker/u", 9))
		return;
	snprintf(path, sizeof(path), "/proc/%s/make-it-fail", pid);
	write_number(path, fail ? "1" : "0");
}

/* Workers come and go: those that are there now. */
void memory_workers(bool fail)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;

	if (!folder)
		return;
	while ((entry = readdir(folder)))
		if (isdigit(entry->d_name[0]))
			one_worker(entry->d_name, fail);
	closedir(folder);
}

/* This program's own. The file is open already: what switches it off must not need memory. */
void memory_fails(bool fail)
{
	if (pwrite(self, fail ? "1" : "0", 1, 0) != 1)
		die("make-it-fail");
}

/*
 * Before a device is made or moved. The kernel's own way back from half a device
 * frees it before its queues' objects are let go (6.1, with DEBUG_KOBJECT_RELEASE),
 * whosever device it is.
 */
void memory_spare(void)
{
	if (self >= 0)
		memory_fails(false);
}
