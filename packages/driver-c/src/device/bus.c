// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * A bus of radios, so that a radio and its interfaces have a parent device with
 * a driver, as those of a card do: tools find out by /sys/class/ieee80211/PHY/device
 * and /sys/class/net/INTERFACE/device what they deal with. It lies below
 * /sys/devices/virtual, where nobody derives other names for interfaces from it.
 */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#include "device.h"

/* What is on the bus, for tools that go by it. */
static ssize_t modalias_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "vwifi:radio\n");
}
static DEVICE_ATTR_RO(modalias);

static struct attribute *vwifi_bus_dev_attrs[] = {
	&dev_attr_modalias.attr,
	NULL
};
ATTRIBUTE_GROUPS(vwifi_bus_dev);

static struct bus_type vwifi_bus = {
	.name = "vwifi",
	.dev_groups = vwifi_bus_dev_groups,
};

/* A radio has no life without its driver: it is removed by the family, not unbound. */
static struct device_driver vwifi_bus_driver = {
	.name = "vwifi",
	.bus = &vwifi_bus,
	.owner = THIS_MODULE,
	.probe_type = PROBE_FORCE_SYNCHRONOUS,
	.suppress_bind_attrs = true,
};

/*
 * By mac80211_hwsim's names there is a class instead, whose devices have a driver of the
 * platform's: /sys/class/mac80211_hwsim/hwsim0, /sys/bus/platform/drivers/mac80211_hwsim.
 */
static struct class vwifi_hwsim_class = {
	.name = "mac80211_hwsim",
};

static struct platform_driver vwifi_hwsim_driver = {
	.driver.name = "mac80211_hwsim",
};

/*
 * Devices that somebody still refers to, and the bus itself: what is released
 * runs code of this module, which stays until the last has been.
 */
static atomic_t vwifi_bus_refs = ATOMIC_INIT(1);
static DECLARE_COMPLETION(vwifi_bus_released);

static void vwifi_bus_put(void)
{
	if (atomic_dec_and_test(&vwifi_bus_refs))
		complete(&vwifi_bus_released);
}

static void vwifi_bus_device_release(struct device *dev)
{
	kfree(dev);
	vwifi_bus_put();
}

/* Gives a device of the class its driver, as the bus does for one of its own. */
static int vwifi_hwsim_bind(struct device *dev)
{
	int err;

	dev->driver = &vwifi_hwsim_driver.driver;
	device_lock(dev);
	err = device_bind_driver(dev);
	device_unlock(dev);
	if (err)
		device_del(dev);
	return err;
}

/* The parent device of a radio, or an ERR_PTR. Ended by vwifi_bus_del(). */
struct device *vwifi_bus_add(u32 id)
{
	struct device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	bool hwsim = vwifi_names == VWIFI_NAMES_HWSIM;
	int err;

	if (!dev)
		return ERR_PTR(-ENOMEM);
	atomic_inc(&vwifi_bus_refs);
	device_initialize(dev);
	dev->release = vwifi_bus_device_release;
	if (hwsim)
		dev->class = &vwifi_hwsim_class;
	else
		dev->bus = &vwifi_bus;
	err = dev_set_name(dev, "%s%u", hwsim ? "hwsim" : "vwifi", id) ?: device_add(dev);
	if (!err && hwsim)
		err = vwifi_hwsim_bind(dev);
	if (!err)
		return dev;
	put_device(dev);
	return ERR_PTR(err);
}

void vwifi_bus_del(struct device *dev)
{
	if (vwifi_names == VWIFI_NAMES_HWSIM)
		device_release_driver(dev);
	device_unregister(dev);
}

static int vwifi_hwsim_init(void)
{
	int err = platform_driver_register(&vwifi_hwsim_driver);

	if (err)
		return err;
	err = class_register(&vwifi_hwsim_class);
	if (err)
		platform_driver_unregister(&vwifi_hwsim_driver);
	return err;
}

/* Called when vwifi_names is set. */
int vwifi_bus_init(void)
{
	int err;

	if (vwifi_names == VWIFI_NAMES_HWSIM)
		return vwifi_hwsim_init();
	err = subsys_virtual_register(&vwifi_bus, NULL);
	if (err)
		return err;
	err = driver_register(&vwifi_bus_driver);
	if (err)
		bus_unregister(&vwifi_bus);
	return err;
}

/* Called when there is no radio any more. */
void vwifi_bus_exit(void)
{
	if (vwifi_names == VWIFI_NAMES_HWSIM) {
		class_unregister(&vwifi_hwsim_class);
		platform_driver_unregister(&vwifi_hwsim_driver);
	} else {
		driver_unregister(&vwifi_bus_driver);
		bus_unregister(&vwifi_bus);
	}
	vwifi_bus_put();
	wait_for_completion(&vwifi_bus_released);
}
