/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* A virtio-net device as an underlay: virtio.c, and its queues in virtio-queue.c. */
#ifndef VWIFI_VIRTIO_QUEUE_H
#define VWIFI_VIRTIO_QUEUE_H

#include <linux/netdevice.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>

#include "message.h"

/*
 * The module is for kernels without virtio too: what is not there is NULL, and
 * the loader does not mind.
 */
#pragma weak __register_virtio_driver
#pragma weak register_virtio_driver
#pragma weak unregister_virtio_driver
#pragma weak virtio_check_driver_offered_feature
#pragma weak virtio_reset_device
#pragma weak virtqueue_add_inbuf
#pragma weak virtqueue_add_outbuf
#pragma weak virtqueue_detach_unused_buf
#pragma weak virtqueue_disable_cb
#pragma weak virtqueue_enable_cb_delayed
#pragma weak virtqueue_enable_cb_prepare
#pragma weak virtqueue_get_buf
#pragma weak virtqueue_get_vring_size
#pragma weak virtqueue_kick
#pragma weak virtqueue_poll

static inline bool vwifi_has_virtio(void)
{
	return unregister_virtio_driver && virtqueue_kick;
}

struct vwifi_virtio {
	struct vwifi_underlay underlay;
	struct virtio_device *vdev;
	struct virtqueue *rvq;
	struct virtqueue *tvq;
	struct net_device *napi_dev;
	struct napi_struct rx_napi;
	struct napi_struct tx_napi;
	struct sk_buff *partial;	/* a frame in several buffers, so far; rx_napi */
	unsigned int partial_left;	/* buffers to come */
	spinlock_t tx_lock;		/* tvq and what follows */
	struct sk_buff_head tx_backlog;	/* frames for which the ring had no room */
	bool stopped;			/* nothing is sent any more */
	bool open;			/* it has queues and is an underlay; probe, remove, sleep */
	unsigned int mtu;
	unsigned int hdr_len;
	bool mergeable;
};

static inline struct vwifi_virtio *vwifi_virtio_of(const struct vwifi_underlay *underlay)
{
	return container_of(underlay, struct vwifi_virtio, underlay);
}

int vwifi_virtio_find_queues(struct vwifi_virtio *device);
void vwifi_virtio_start(struct vwifi_virtio *device);
void vwifi_virtio_empty(struct vwifi_virtio *device);
void vwifi_virtio_xmit(struct vwifi_underlay *underlay, struct sk_buff *skb, bool more);
int vwifi_virtio_poll_rx(struct napi_struct *napi, int budget);
int vwifi_virtio_poll_tx(struct napi_struct *napi, int budget);

#endif /* VWIFI_VIRTIO_QUEUE_H */
