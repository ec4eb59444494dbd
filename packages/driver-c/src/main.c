// SPDX-License-Identifier: MIT OR GPL-2.0
/* The module: parameters, load and unload. */
#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>

#include "air/air.h"
#include "bss/bss.h"
#include "crypto/crypto.h"
#include "data/data.h"
#include "dcf/dcf.h"
#include "device/device.h"
#include "family/family.h"
#include "hwsim/hwsim.h"
#include "mesh/mesh.h"
#include "mgmt/mgmt.h"
#include "tap/tap.h"
#include "wire/wire.h"

static unsigned int station = 2;
module_param(station, uint, 0444);
MODULE_PARM_DESC(station, "Number of radios made at load, each with one interface in station mode (0 to 65535, default 2)");

static bool virtio = true;
module_param(virtio, bool, 0444);
MODULE_PARM_DESC(virtio, "Whether to drive virtio-net devices that no other driver has, as underlays (default Y)");

static char *names = "vw";
module_param(names, charp, 0444);
MODULE_PARM_DESC(names, "What radios and interfaces are called: vw (vw_phyN and vwN, the default), or wlan (phyN and wlanN, as other drivers' are)");

module_param_named(mlo, vwifi_mlo, bool, 0444);
MODULE_PARM_DESC(mlo, "Whether interfaces may have several links (multi-link, Wi-Fi 7; from kernel 7.0 on); the kernel has no wireless extensions for such radios (default N)");

static bool driver_sme;
module_param(driver_sme, bool, 0444);
MODULE_PARM_DESC(driver_sme, "Whether the radios made at load connect by themselves when they are told to which network, as FullMAC devices do (default N)");

module_param_named(driver_handshake, vwifi_driver_handshake, bool, 0444);
MODULE_PARM_DESC(driver_handshake, "Whether radios that connect by themselves also agree on keys, where user space leaves them the PMK (default N)");

static char *underlay;
module_param(underlay, charp, 0444);
MODULE_PARM_DESC(underlay, "Ethernet device that connects the air to other kernels, attached at load (default none)");

/*
 * Written to at any time, or given at load: runs the vectors of encryption. The
 * write fails (EBADMSG) if one does, with "corrupt" too, whose vectors are wrong.
 */
static int vwifi_self_test_set(const char *value, const struct kernel_param *kp)
{
	if (sysfs_streq(value, "corrupt"))
		return vwifi_crypto_test(true) ? -EBADMSG : 0;
	if (sysfs_streq(value, "1") || sysfs_streq(value, "Y"))
		return vwifi_crypto_test(false) ? -EBADMSG : 0;
	return sysfs_streq(value, "0") ? 0 : -EINVAL;
}

static const struct kernel_param_ops vwifi_self_test_ops = { .set = vwifi_self_test_set };
module_param_cb(self_test, &vwifi_self_test_ops, NULL, 0200);
MODULE_PARM_DESC(self_test, "1: check the encryption against test vectors; load (or the write) fails if one does");

/* What goes up, and who answers: the one place that knows all floors. */
static void __init vwifi_connect_floors(void)
{
	vwifi_up = (struct vwifi_upcalls){
		.tuned = vwifi_wire_tell,
		.announce = vwifi_wire_announce,
		.land = vwifi_land,
		.aired = vwifi_aired,
		.rx_data = vwifi_rx_data_mpdu,
		.rx_mgmt = vwifi_onair_mgmt,
		.rx_injected = vwifi_onair_rx,
		.hears = vwifi_mgmt_hears,
		.wake = vwifi_doze_wake,
		.rx_scanned = vwifi_scan_rx,
		.rx_neighbour = vwifi_rx_neighbour,
		.rx_mesh = vwifi_mesh_receive,
		.mesh_lost = vwifi_mesh_lost,
		.mesh_rx = vwifi_mesh_rx,
		.mesh_event = vwifi_mesh_event,
		.mesh_peer_set = vwifi_mesh_peer_set,
		.mesh_peer_gone = vwifi_mesh_peer_gone,
		.mesh_end = vwifi_mesh_end,
	};
}

static int __init vwifi_load_underlays(void)
{
	struct net_device *dev;
	struct netlink_ext_ack extack = {};
	int err;

	if (virtio) {
		err = vwifi_virtio_init();
		if (err)
			return err;
	}
	if (!underlay)
		return 0;
	err = -ENODEV;
	rtnl_lock();
	dev = __dev_get_by_name(&init_net, underlay);
	if (dev)
		err = vwifi_ether_attach(dev, &extack);
	else
		NL_SET_ERR_MSG(&extack, "there is no such device");
	rtnl_unlock();
	if (err)
		pr_err("underlay=%s: %s\n", underlay, extack._msg ?: "out of memory");
	return err;
}

/* The first radio has the address of the wire, where there is one; NULL: there is none. */
static const u8 *vwifi_load_address(u8 *addr)
{
	struct vwifi_underlay *first;

	rcu_read_lock();
	first = vwifi_underlay_next(NULL);
	if (first)
		ether_addr_copy(addr, first->addr);
	rcu_read_unlock();
	return first ? addr : NULL;
}

static int __init vwifi_load_radios(void)
{
	struct vwifi_radio_params params = {
		.net = &init_net,
		.personality = VWIFI_PERSONALITY_EHT,
		.driver_sme = driver_sme,
	};
	u8 addr[ETH_ALEN] __aligned(2);
	unsigned int i;
	int err = 0;

	if (vwifi_names == VWIFI_NAMES_HWSIM) {
		params.iftypes = vwifi_hwsim_iftypes();
		params.tx_power_mbm = DBM_TO_MBM(VWIFI_HWSIM_TX_POWER_DBM);
	}
	mutex_lock(&vwifi_radios_lock);
	for (i = 0; i < station && !err; i++) {
		struct vwifi_radio *radio;

		params.addr = i ? NULL : vwifi_load_address(addr);
		radio = vwifi_radio_new(&params);
		if (IS_ERR(radio)) {
			err = PTR_ERR(radio);
			pr_err("radio %u of %u: error %d\n", i + 1, station, err);
		}
	}
	mutex_unlock(&vwifi_radios_lock);
	return err;
}

static int __init vwifi_load_names(void)
{
	if (vwifi_hwsim_is_wanted()) {
		vwifi_names = VWIFI_NAMES_HWSIM;
		station = vwifi_hwsim_radios();
		virtio = false;
		return vwifi_hwsim_params_check();
	}
	if (!strcmp(names, "wlan")) {
		vwifi_names = VWIFI_NAMES_WLAN;
	} else if (strcmp(names, "vw")) {
		pr_err("names=%s: vw or wlan\n", names);
		return -EINVAL;
	}
	return 0;
}

static int __init vwifi_init(void)
{
	int err;

	err = vwifi_load_names();
	if (err)
		return err;
	if (station > VWIFI_MAX_RADIOS) {
		pr_err("station=%u: at most %u radios\n", station, VWIFI_MAX_RADIOS);
		return -EINVAL;
	}

	vwifi_connect_floors();
	if (vwifi_names == VWIFI_NAMES_HWSIM)
		vwifi_hwsim_connect();
	vwifi_survey_init();
	err = vwifi_wq_init();
	if (err)
		return err;
	err = vwifi_mesh_init();
	if (err)
		goto err_wq;
	err = vwifi_bus_init();
	if (err)
		goto err_mesh;
	err = vwifi_pairs_init();
	if (err)
		goto err_bus;
	vwifi_wire_init();
	err = vwifi_ether_init();
	if (err)
		goto err_pairs;
	err = vwifi_tap_init();
	if (err)
		goto err_ether;
	err = vwifi_load_underlays();
	if (err)
		goto err_radios;
	err = vwifi_load_radios();
	if (err)
		goto err_radios;
	/* Last: from here on user space may ask for things. */
	err = vwifi_genl_init();
	if (err)
		goto err_radios;
	if (vwifi_names == VWIFI_NAMES_HWSIM)
		err = vwifi_hwsim_init();
	if (err)
		goto err_genl;
	return 0;

err_genl:
	vwifi_genl_exit();
err_radios:
	vwifi_tap_exit();
	vwifi_radios_del_all();
	vwifi_virtio_exit();
err_ether:
	vwifi_ether_exit();
	vwifi_wire_exit();
	rcu_barrier();
err_pairs:
	vwifi_pairs_exit();
err_bus:
	vwifi_bus_exit();
err_mesh:
	vwifi_mesh_exit();
err_wq:
	vwifi_wq_exit();
	return err;
}

static void __exit vwifi_exit(void)
{
	if (vwifi_names == VWIFI_NAMES_HWSIM)
		vwifi_hwsim_exit();
	vwifi_genl_exit();
	vwifi_tap_exit();
	vwifi_radios_del_all();
	vwifi_virtio_exit();
	vwifi_ether_exit();
	vwifi_wire_exit();
	vwifi_dcf_exit(&vwifi_hosts_air);
	vwifi_faults_flush(&vwifi_hosts_air);
	vwifi_jams_flush(&vwifi_hosts_air);
	/* Objects freed after a grace period run code of this module. */
	rcu_barrier();
	vwifi_pairs_exit();
	vwifi_bus_exit();
	vwifi_mesh_exit();
	vwifi_wq_exit();
}

module_init(vwifi_init);
module_exit(vwifi_exit);

MODULE_AUTHOR("The vwifi authors");
MODULE_DESCRIPTION("Virtual 802.11 radios on a virtual medium (cfg80211)");
MODULE_VERSION(VWIFI_VERSION);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_ALIAS_GENL_FAMILY("vwifi");
