// SPDX-License-Identifier: MIT
/*
 * Every virtqueue_kick() of vwifi says that it failed, as it does when a device is
 * gone; the device is told all the same. Whoever then frees what lies in the ring
 * frees it a second time when it comes back.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/string.h>

#include "faults.h"

static atomic_t kicks = ATOMIC_INIT(0);

static int kick_fails(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	char caller[KSYM_SYMBOL_LEN];

	sprint_symbol(caller, get_kretprobe_retaddr(instance));
	if (!strstr(caller, "[vwifi]"))
		return 0;
	regs_set_return_value(regs, false);
	atomic_inc(&kicks);
	return 0;
}

static struct kretprobe kick = {
	.kp.symbol_name = "virtqueue_kick",
	.handler = kick_fails,
	.maxactive = 16,
};

static int kick_begin(void)
{
	return register_kretprobe(&kick);
}

static void kick_end(void)
{
	unregister_kretprobe(&kick);
	pr_info("%d kicks failed\n", atomic_read(&kicks));
}

const struct fault kick_fault = { .name = "kick", .begin = kick_begin, .end = kick_end };
