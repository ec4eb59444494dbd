// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * A virtio-net device that no other driver has as an underlay (Virtual I/O
 * Device Version 1.2, 5.1). It carries the wire and nothing else: frames are
 * encrypted and of a type of our own, so there is nothing for the device to
 * check sums of or to take apart, and one pair of queues keeps their order.
 */
#include <linux/if_ether.h>
#include <linux/virtio_net.h>

#include "message.h"
#include "virtio-queue.h"

static const unsigned int vwifi_virtio_features[] = {
	VIRTIO_NET_F_MAC,
	VIRTIO_NET_F_MTU,
	VIRTIO_NET_F_MRG_RXBUF,
};

static const struct virtio_device_id vwifi_virtio_ids[] = {
	{ VIRTIO_ID_NET, VIRTIO_DEV_ANY_ID },
	{ 0 },
};

/* Octets behind the Ethernet header that the wire can make use of. */
#define VWIFI_VIRTIO_MAX_MTU	(VWIFI_WIRE_MAX + sizeof(struct vwifi_wire_hdr))

static unsigned int vwifi_virtio_mtu(const struct vwifi_underlay *underlay)
{
	return vwifi_virtio_of(underlay)->mtu;
}

static void vwifi_virtio_stop(struct vwifi_underlay *underlay)
{
	struct vwifi_virtio *device = vwifi_virtio_of(underlay);

	napi_disable(&device->rx_napi);
	napi_disable(&device->tx_napi);
	virtio_reset_device(device->vdev);
	vwifi_virtio_empty(device);
}

static const struct vwifi_underlay_ops vwifi_virtio_ops = {
	.xmit = vwifi_virtio_xmit,
	.mtu = vwifi_virtio_mtu,
	.stop = vwifi_virtio_stop,
};

/* What the device says of itself. */
static int vwifi_virtio_read_config(struct vwifi_virtio *device)
{
	struct virtio_device *vdev = device->vdev;

	if (virtio_has_feature(vdev, VIRTIO_NET_F_MAC))
		virtio_cread_bytes(vdev, offsetof(struct virtio_net_config, mac),
				   device->underlay.addr, ETH_ALEN);
	if (!is_valid_ether_addr(device->underlay.addr))
		eth_random_addr(device->underlay.addr);

	device->mtu = ETH_DATA_LEN;
	if (virtio_has_feature(vdev, VIRTIO_NET_F_MTU)) {
		device->mtu = virtio_cread16(vdev, offsetof(struct virtio_net_config, mtu));
		if (device->mtu < VWIFI_WIRE_MIN_MTU) {
			dev_err(&vdev->dev, "MTU %u: the wire needs %u at least\n", device->mtu,
				VWIFI_WIRE_MIN_MTU);
			return -EINVAL;
		}
	}
	device->mtu = min_t(unsigned int, device->mtu, VWIFI_VIRTIO_MAX_MTU);
	device->underlay.longest = virtio_has_feature(vdev, VIRTIO_NET_F_MTU) ?
				   device->mtu : VWIFI_VIRTIO_MAX_MTU;
	device->mergeable = virtio_has_feature(vdev, VIRTIO_NET_F_MRG_RXBUF);
	if (device->mergeable || virtio_has_feature(vdev, VIRTIO_F_VERSION_1))
		device->hdr_len = sizeof(struct virtio_net_hdr_mrg_rxbuf);
	else
		device->hdr_len = sizeof(struct virtio_net_hdr);
	return 0;
}

/* Gives the device its queues and makes it an underlay. */
static int vwifi_virtio_open(struct vwifi_virtio *device)
{
	int err = vwifi_virtio_find_queues(device);

	if (err)
		return err;
	napi_enable(&device->rx_napi);
	napi_enable(&device->tx_napi);
	virtio_device_ready(device->vdev);
	vwifi_virtio_start(device);
	mutex_lock(&vwifi_underlays_lock);
	vwifi_underlay_add(&device->underlay);
	mutex_unlock(&vwifi_underlays_lock);
	device->open = true;
	return 0;
}

/* Undoes that, if there is anything to undo: a device may fail to wake up, and go then. */
static void vwifi_virtio_close(struct vwifi_virtio *device)
{
	if (!device->open)
		return;
	device->open = false;
	mutex_lock(&vwifi_underlays_lock);
	vwifi_underlay_del(&device->underlay);
	mutex_unlock(&vwifi_underlays_lock);
	device->vdev->config->del_vqs(device->vdev);
}

static int vwifi_virtio_probe(struct virtio_device *vdev)
{
	struct vwifi_virtio *device;
	int err;

	device = kzalloc(sizeof(*device), GFP_KERNEL);
	if (!device)
		return -ENOMEM;
	device->vdev = vdev;
	vdev->priv = device;
	device->underlay.ops = &vwifi_virtio_ops;
	strscpy(device->underlay.name, dev_name(&vdev->dev), sizeof(device->underlay.name));
	spin_lock_init(&device->tx_lock);
	__skb_queue_head_init(&device->tx_backlog);
	err = vwifi_virtio_read_config(device);
	if (err)
		goto err_free;

	device->napi_dev = vwifi_alloc_dummy();
	if (!device->napi_dev) {
		err = -ENOMEM;
		goto err_free;
	}
	netif_napi_add(device->napi_dev, &device->rx_napi, vwifi_virtio_poll_rx);
	netif_napi_add_tx(device->napi_dev, &device->tx_napi, vwifi_virtio_poll_tx);
	err = vwifi_virtio_open(device);
	if (err)
		goto err_napi;
	return 0;

err_napi:
	netif_napi_del(&device->rx_napi);
	netif_napi_del(&device->tx_napi);
	vwifi_free_dummy(device->napi_dev);
err_free:
	kfree(device);
	return err;
}

/* The device goes, or we do. */
static void vwifi_virtio_remove(struct virtio_device *vdev)
{
	struct vwifi_virtio *device = vdev->priv;

	vwifi_virtio_close(device);
	/* One that did not wake up is as that left it. */
	virtio_reset_device(vdev);
	netif_napi_del(&device->rx_napi);
	netif_napi_del(&device->tx_napi);
	vwifi_free_dummy(device->napi_dev);
	kfree(device);
}

#ifdef CONFIG_PM_SLEEP
/* The machine sleeps: the device forgets everything. */
static int vwifi_virtio_freeze(struct virtio_device *vdev)
{
	vwifi_virtio_close(vdev->priv);
	return 0;
}

static int vwifi_virtio_restore(struct virtio_device *vdev)
{
	return vwifi_virtio_open(vdev->priv);
}
#endif

static struct virtio_driver vwifi_virtio_driver = {
	.driver.name = "vwifi",
	.feature_table = vwifi_virtio_features,
	.feature_table_size = ARRAY_SIZE(vwifi_virtio_features),
	.id_table = vwifi_virtio_ids,
	.probe = vwifi_virtio_probe,
	.remove = vwifi_virtio_remove,
#ifdef CONFIG_PM_SLEEP
	.freeze = vwifi_virtio_freeze,
	.restore = vwifi_virtio_restore,
#endif
};

static bool vwifi_virtio_registered;

/* Drives what nobody else drives. A kernel without virtio has nothing to drive. */
int vwifi_virtio_init(void)
{
	int err;

	if (!vwifi_has_virtio())
		return 0;
	err = register_virtio_driver(&vwifi_virtio_driver);
	vwifi_virtio_registered = !err;
	return err;
}

void vwifi_virtio_exit(void)
{
	if (vwifi_virtio_registered)
		unregister_virtio_driver(&vwifi_virtio_driver);
	vwifi_virtio_registered = false;
}
