// SPDX-License-Identifier: MIT
/* Faults of virtio devices, for the driver to live with: `insmod faults.ko fault=kick`. */
#include <linux/module.h>
#include <linux/string.h>

#include "faults.h"

static const struct fault *const faults[] = { &kick_fault, &wake_fault };
static const struct fault *begun;

static char *fault = "";
module_param(fault, charp, 0444);
MODULE_PARM_DESC(fault, "which one: kick, wake");

static int __init faults_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(faults); i++)
		if (!strcmp(faults[i]->name, fault))
			begun = faults[i];
	return begun ? begun->begin() : -EINVAL;
}

static void __exit faults_exit(void)
{
	if (begun->end)
		begun->end();
}

module_init(faults_init);
module_exit(faults_exit);

MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Faults of virtio devices");
