// SPDX-License-Identifier: MIT
/*
 * The devices of vwifi sleep, and fail to wake up: there is no memory for their
 * queues. What the bus does for a machine that suspends is done here for these
 * devices alone.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kprobes.h>
#include <linux/pci.h>
#include <linux/string.h>
#include <linux/virtio.h>

#include "faults.h"

#define QUMRANET	0x1af4

/* In place of the function: what it says without memory. */
static noinline int no_memory(void)
{
	return -ENOMEM;
}

static int go_there(struct kprobe *probe, struct pt_regs *regs)
{
	instruction_pointer_set(regs, (unsigned long)no_memory);
	return 1;
}

/* Tells the tracer that the handler before may go elsewhere. */
static void nothing(struct kprobe *probe, struct pt_regs *regs, unsigned long flags)
{
}

static struct kprobe find_queues = {
	.symbol_name = "vwifi_virtio_find_queues",
	.pre_handler = go_there,
	.post_handler = nothing,
};

static int is_ours(struct device *dev, void *data)
{
	return dev->driver && !strcmp(dev->driver->name, "vwifi");
}

static int sleep_and_fail_to_wake(struct device *dev)
{
	struct virtio_device *vdev = dev_to_virtio(dev);
	int err;

	device_lock(dev);
	err = virtio_device_freeze(vdev);
	if (!err)
		err = register_kprobe(&find_queues);
	if (!err) {
		pr_info("%s woke up with %d\n", dev_name(dev), virtio_device_restore(vdev));
		unregister_kprobe(&find_queues);
	}
	device_unlock(dev);
	return err;
}

static int wake_begin(void)
{
	struct pci_dev *pdev = NULL;
	int err = 0;

	while (!err && (pdev = pci_get_device(QUMRANET, PCI_ANY_ID, pdev))) {
		struct device *dev = device_find_child(&pdev->dev, NULL, is_ours);

		if (dev) {
			err = sleep_and_fail_to_wake(dev);
			put_device(dev);
		}
	}
	pci_dev_put(pdev);
	return err;
}

const struct fault wake_fault = { .name = "wake", .begin = wake_begin };
