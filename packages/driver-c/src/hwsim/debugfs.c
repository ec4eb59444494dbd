// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * /sys/kernel/debug/ieee80211/phyN/hwsim: what scripts write to. A file in use keeps its
 * radio: the folder is removed, and its users waited for, before the radio goes.
 */
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/uaccess.h>

#include "air/air.h"
#include "bss/bss.h"
#include "mgmt/mgmt.h"
#include "part.h"

#define VWIFI_HWSIM_WEAKEST	(-100)	/* dBm */

/* A number with its sign, in decimal or in hexadecimal digits. */
static int vwifi_hwsim_number(const char __user *from, size_t len, s64 *value)
{
	char text[24];
	u64 bits;

	if (!len || len >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, from, len))
		return -EFAULT;
	text[len] = '\0';
	if (!kstrtos64(strim(text), 0, value))
		return 0;
	/* As programs write negative numbers that older kernels took no other way. */
	if (kstrtou64(strim(text), 0, &bits))
		return -EINVAL;
	*value = bits;
	return 0;
}

static ssize_t vwifi_hwsim_show(char __user *to, size_t len, loff_t *at, const char *format, s64 value)
{
	char text[24];

	return simple_read_from_buffer(to, len, at, text, scnprintf(text, sizeof(text), format, value));
}

static ssize_t vwifi_hwsim_ps_read(struct file *file, char __user *to, size_t len, loff_t *at)
{
	const struct vwifi_hwsim *part = file->private_data;

	return vwifi_hwsim_show(to, len, at, "%lld\n", READ_ONCE(part->ps));
}

/* Its stations tell their access points that they sleep, ask for a frame, or wake up. */
static void vwifi_hwsim_ps(const struct vwifi_radio *radio, enum vwifi_hwsim_ps ps)
{
	struct vwifi_vif *vif;

	local_bh_disable();
	rcu_read_lock();
	list_for_each_entry_rcu(vif, &radio->vifs, list) {
		if (vif->link_of)
			continue;
		if (ps == VWIFI_HWSIM_PS_POLL)
			vwifi_doze_poll(vif);
		else
			vwifi_doze_hold(vif, ps != VWIFI_HWSIM_PS_OFF);
	}
	rcu_read_unlock();
	local_bh_enable();
}

static ssize_t vwifi_hwsim_ps_write(struct file *file, const char __user *from, size_t len, loff_t *at)
{
	struct vwifi_hwsim *part = file->private_data;
	s64 value;
	int err = vwifi_hwsim_number(from, len, &value);

	if (err)
		return err;
	if (value < VWIFI_HWSIM_PS_OFF || value > VWIFI_HWSIM_PS_POLL ||
	    (value == VWIFI_HWSIM_PS_POLL && READ_ONCE(part->ps) != VWIFI_HWSIM_PS_ON))
		return -EINVAL;
	if (value != VWIFI_HWSIM_PS_POLL)
		WRITE_ONCE(part->ps, value);
	vwifi_hwsim_ps(part->radio, value);
	return len;
}

static ssize_t vwifi_hwsim_group_read(struct file *file, char __user *to, size_t len, loff_t *at)
{
	const struct vwifi_hwsim *part = file->private_data;

	return vwifi_hwsim_show(to, len, at, "%llx\n",
				READ_ONCE(part->radio->regroup) ^ VWIFI_GROUP_OF_ALL);
}

static ssize_t vwifi_hwsim_group_write(struct file *file, const char __user *from, size_t len,
				       loff_t *at)
{
	struct vwifi_hwsim *part = file->private_data;
	s64 value;
	int err = vwifi_hwsim_number(from, len, &value);

	if (!err)
		vwifi_radio_group(part->radio, value);
	return err ?: len;
}

/* How strong all hear this radio at 0 dBm that no link or place says otherwise of. */
static ssize_t vwifi_hwsim_rssi_read(struct file *file, char __user *to, size_t len, loff_t *at)
{
	const struct vwifi_hwsim *part = file->private_data;
	const struct vwifi_radio *radio = part->radio;
	int dbm = READ_ONCE(radio->air->medium.signal) + READ_ONCE(radio->tx_gain) / 100;

	return vwifi_hwsim_show(to, len, at, "%lld\n", dbm);
}

static ssize_t vwifi_hwsim_rssi_write(struct file *file, const char __user *from, size_t len,
				      loff_t *at)
{
	struct vwifi_hwsim *part = file->private_data;
	struct vwifi_radio *radio = part->radio;
	s64 value;
	int err = vwifi_hwsim_number(from, len, &value);

	if (!err && (value >= 0 || value < VWIFI_HWSIM_WEAKEST))
		err = -EINVAL;
	if (!err)
		WRITE_ONCE(radio->tx_gain,
			   ((int)value - READ_ONCE(radio->air->medium.signal)) * 100);
	return err ?: len;
}

static ssize_t vwifi_hwsim_radar_write(struct file *file, const char __user *from, size_t len,
				       loff_t *at)
{
	struct vwifi_hwsim *part = file->private_data;

	vwifi_radar_simulate(part->radio);
	return len;
}

static const struct {
	const char *name;
	umode_t mode;
	struct file_operations ops;
} vwifi_hwsim_files[] = {
	{ "ps", 0600, { .owner = THIS_MODULE, .open = simple_open, .llseek = default_llseek,
			.read = vwifi_hwsim_ps_read, .write = vwifi_hwsim_ps_write } },
	{ "group", 0600, { .owner = THIS_MODULE, .open = simple_open, .llseek = default_llseek,
			   .read = vwifi_hwsim_group_read, .write = vwifi_hwsim_group_write } },
	{ "rx_rssi", 0600, { .owner = THIS_MODULE, .open = simple_open, .llseek = default_llseek,
			     .read = vwifi_hwsim_rssi_read, .write = vwifi_hwsim_rssi_write } },
	{ "dfs_simulate_radar", 0200, { .owner = THIS_MODULE, .open = simple_open,
					.llseek = default_llseek,
					.write = vwifi_hwsim_radar_write } },
};

void vwifi_hwsim_debugfs_add(struct vwifi_hwsim *part)
{
	unsigned int i;

	part->debugfs = debugfs_create_dir("hwsim", part->radio->wiphy->debugfsdir);
	for (i = 0; i < ARRAY_SIZE(vwifi_hwsim_files); i++)
		debugfs_create_file(vwifi_hwsim_files[i].name, vwifi_hwsim_files[i].mode,
				    part->debugfs, part, &vwifi_hwsim_files[i].ops);
}

void vwifi_hwsim_debugfs_del(struct vwifi_hwsim *part)
{
	debugfs_remove_recursive(part->debugfs);
}
