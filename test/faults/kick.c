// SPDX-License-Identifier: MIT
/*
 * While this module is loaded, every virtqueue_kick() of vwifi says that it
 * failed, as it does when a device is gone; the device is told all the same. Whoever then
 * frees what lies in the ring frees it a second time when it comes back.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/string.h>

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

static int __init kick_init(void)
{
	return register_kretprobe(&kick);
}

static void __exit kick_exit(void)
{
	unregister_kretprobe(&kick);
	pr_info("%d kicks failed\n", atomic_read(&kicks));
}

module_init(kick_init);
module_exit(kick_exit);

MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Has every virtqueue_kick() of vwifi fail");
