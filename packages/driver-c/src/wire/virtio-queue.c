// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The queues of a virtio-net device: a receive ring that is kept full, and a
 * transmit ring with a backlog for when it is.
 */
#include <linux/etherdevice.h>
#include <linux/if_ether.h>
#include <linux/scatterlist.h>
#include <linux/virtio_net.h>

#include "message.h"
#include "virtio-queue.h"

#define VWIFI_TX_BACKLOG	256

/* The device's header, an Ethernet frame. */
static unsigned int vwifi_virtio_buffer_len(const struct vwifi_virtio *device)
{
	return device->hdr_len + ETH_HLEN + device->underlay.longest;
}

/* One buffer for the device to fill. The skb is the buffer: what comes is not copied. */
static int vwifi_virtio_add_buffer(struct vwifi_virtio *device, gfp_t gfp)
{
	unsigned int len = vwifi_virtio_buffer_len(device);
	struct scatterlist sg[2];
	struct sk_buff *skb;
	int err;

	skb = __netdev_alloc_skb(NULL, len, gfp);
	if (!skb)
		return -ENOMEM;
	/* A device from before version 1 wants its header in a descriptor of its own. */
	sg_init_table(sg, device->mergeable ? 1 : 2);
	if (device->mergeable) {
		sg_set_buf(&sg[0], skb->data, len);
	} else {
		sg_set_buf(&sg[0], skb->data, device->hdr_len);
		sg_set_buf(&sg[1], skb->data + device->hdr_len, len - device->hdr_len);
	}
	err = virtqueue_add_inbuf(device->rvq, sg, device->mergeable ? 1 : 2, skb, gfp);
	if (err)
		kfree_skb(skb);
	return err;
}

/* Fills the receive ring. Returns whether there was memory. */
static bool vwifi_virtio_fill(struct vwifi_virtio *device, gfp_t gfp)
{
	bool added = false;
	int err;

	while (!(err = vwifi_virtio_add_buffer(device, gfp)))
		added = true;
	if (added)
		virtqueue_kick(device->rvq);
	return err != -ENOMEM;
}

static void vwifi_virtio_drop(struct vwifi_virtio *device)
{
	kfree_skb(device->partial);
	device->partial = NULL;
	device->partial_left = 0;
	vwifi_wire_drop(&device->underlay, VWIFI_WIRE_MALFORMED);
}

/* A whole frame, from its Ethernet header on. Consumes the skb. */
static void vwifi_virtio_frame(struct vwifi_virtio *device, struct sk_buff *skb)
{
	const struct ethhdr *eth = (const void *)skb->data;

	if (skb->len < ETH_HLEN || eth->h_proto != htons(VWIFI_WIRE_ETHERTYPE) ||
	    (!is_multicast_ether_addr(eth->h_dest) &&
	     !ether_addr_equal(eth->h_dest, device->underlay.addr))) {
		kfree_skb(skb);		/* a flooding switch brings us what is for others */
		return;
	}
	skb_reset_mac_header(skb);
	__skb_pull(skb, ETH_HLEN);
	vwifi_wire_rx(&device->underlay, skb);
}

/* A buffer that continues a frame (5.1.6.4: it has no header). Consumes the skb. */
static void vwifi_virtio_continue(struct vwifi_virtio *device, struct sk_buff *skb)
{
	struct sk_buff *whole = device->partial;

	if (whole->len + skb->len > ETH_HLEN + device->underlay.longest ||
	    pskb_expand_head(whole, 0, skb->len, GFP_ATOMIC)) {
		kfree_skb(skb);
		vwifi_virtio_drop(device);
		return;
	}
	skb_put_data(whole, skb->data, skb->len);
	consume_skb(skb);
	if (--device->partial_left)
		return;
	device->partial = NULL;
	vwifi_virtio_frame(device, whole);
}

/* A buffer that the device filled with @len octets. Consumes the skb. */
static void vwifi_virtio_buffer(struct vwifi_virtio *device, struct sk_buff *skb, unsigned int len)
{
	const struct virtio_net_hdr_mrg_rxbuf *hdr = (const void *)skb->data;
	unsigned int buffers = 1;

	if (len > vwifi_virtio_buffer_len(device)) {
		kfree_skb(skb);
		vwifi_virtio_drop(device);
		return;
	}
	skb_put(skb, len);
	if (device->partial) {
		vwifi_virtio_continue(device, skb);
		return;
	}
	if (len < device->hdr_len + ETH_HLEN) {
		kfree_skb(skb);
		vwifi_virtio_drop(device);
		return;
	}
	if (device->mergeable)
		buffers = virtio16_to_cpu(device->vdev, hdr->num_buffers);
	__skb_pull(skb, device->hdr_len);
	if (buffers > 1) {
		device->partial = skb;
		device->partial_left = buffers - 1;
	} else {
		vwifi_virtio_frame(device, skb);
	}
}

int vwifi_virtio_poll_rx(struct napi_struct *napi, int budget)
{
	struct vwifi_virtio *device = container_of(napi, struct vwifi_virtio, rx_napi);
	struct virtqueue *vq = device->rvq;
	struct sk_buff *skb;
	unsigned int len;
	unsigned int state;
	int done = 0;

	while (done < budget && (skb = virtqueue_get_buf(vq, &len))) {
		vwifi_virtio_buffer(device, skb, len);
		done++;
	}
	/* A ring without a single buffer brings nothing that would wake us: try again. */
	if (!vwifi_virtio_fill(device, GFP_ATOMIC) &&
	    vq->num_free == virtqueue_get_vring_size(vq))
		return budget;
	if (done == budget || !napi_complete_done(napi, done))
		return done;
	state = virtqueue_enable_cb_prepare(vq);
	if (unlikely(virtqueue_poll(vq, state)) && napi_schedule_prep(napi)) {
		virtqueue_disable_cb(vq);
		__napi_schedule(napi);
	}
	return done;
}

static void vwifi_virtio_rx_done(struct virtqueue *vq)
{
	struct vwifi_virtio *device = vq->vdev->priv;

	if (napi_schedule_prep(&device->rx_napi)) {
		virtqueue_disable_cb(vq);
		__napi_schedule(&device->rx_napi);
	}
}

/* Gives one frame to the device; -ENOSPC: the ring is full. Called with tx_lock held. */
static int vwifi_virtio_put(struct vwifi_virtio *device, struct sk_buff *skb)
{
	struct scatterlist sg[2];
	int err;

	memset(skb_push(skb, device->hdr_len), 0, device->hdr_len);
	sg_init_table(sg, 2);
	sg_set_buf(&sg[0], skb->data, device->hdr_len);
	sg_set_buf(&sg[1], skb->data + device->hdr_len, skb->len - device->hdr_len);
	err = virtqueue_add_outbuf(device->tvq, sg, 2, skb, GFP_ATOMIC);
	if (err)
		__skb_pull(skb, device->hdr_len);
	return err;
}

/* Frees what has been sent. Called with tx_lock held. */
static void vwifi_virtio_reap(struct vwifi_virtio *device)
{
	struct sk_buff *skb;
	unsigned int len;

	while ((skb = virtqueue_get_buf(device->tvq, &len)))
		napi_consume_skb(skb, 0);
}

/* Gives the device what waits, as far as there is room. Called with tx_lock held. */
static void vwifi_virtio_send_backlog(struct vwifi_virtio *device)
{
	struct sk_buff *skb;
	int err;

	while ((skb = __skb_dequeue(&device->tx_backlog))) {
		err = vwifi_virtio_put(device, skb);
		if (err == -ENOSPC) {
			__skb_queue_head(&device->tx_backlog, skb);
			break;
		}
		if (err) {
			atomic64_inc(&device->underlay.tx_dropped);
			kfree_skb(skb);
		}
	}
}

/* Tells the device of what it was given, and asks to be told when it is done. Called with tx_lock held. */
static void vwifi_virtio_kick(struct vwifi_virtio *device)
{
	virtqueue_kick(device->tvq);
	/* What has been sent is freed soon: its sender's socket waits for that. */
	if (!virtqueue_enable_cb_delayed(device->tvq)) {
		virtqueue_disable_cb(device->tvq);
		napi_schedule(&device->tx_napi);
	}
}

/* Bottom halves disabled. */
void vwifi_virtio_xmit(struct vwifi_underlay *underlay, struct sk_buff *skb, bool more)
{
	struct vwifi_virtio *device = vwifi_virtio_of(underlay);

	spin_lock(&device->tx_lock);
	if (device->stopped || skb_queue_len(&device->tx_backlog) >= VWIFI_TX_BACKLOG ||
	    skb_cow_head(skb, device->hdr_len) || skb_linearize(skb)) {
		atomic64_inc(&underlay->tx_dropped);
		kfree_skb(skb);
	} else {
		vwifi_virtio_reap(device);
		__skb_queue_tail(&device->tx_backlog, skb);
		vwifi_virtio_send_backlog(device);
	}
	/* A telling costs the guest an exit; but what the ring has no room for waits for it. */
	if (!device->stopped && (!more || !skb_queue_empty(&device->tx_backlog)))
		vwifi_virtio_kick(device);
	spin_unlock(&device->tx_lock);
}

int vwifi_virtio_poll_tx(struct napi_struct *napi, int budget)
{
	struct vwifi_virtio *device = container_of(napi, struct vwifi_virtio, tx_napi);
	bool more;

	if (!napi_complete_done(napi, 0))
		return 0;
	spin_lock(&device->tx_lock);
	vwifi_virtio_reap(device);
	vwifi_virtio_send_backlog(device);
	virtqueue_kick(device->tvq);
	more = !virtqueue_enable_cb_delayed(device->tvq);
	if (more)
		virtqueue_disable_cb(device->tvq);
	spin_unlock(&device->tx_lock);
	if (more)
		napi_schedule(napi);
	return 0;
}

static void vwifi_virtio_tx_done(struct virtqueue *vq)
{
	struct vwifi_virtio *device = vq->vdev->priv;

	virtqueue_disable_cb(vq);
	napi_schedule(&device->tx_napi);
}

int vwifi_virtio_find_queues(struct vwifi_virtio *device)
{
	struct virtqueue *queues[2];
	int err;

	err = vwifi_find_vqs(device->vdev, queues, vwifi_virtio_rx_done, vwifi_virtio_tx_done);
	if (err)
		return err;
	device->rvq = queues[0];
	device->tvq = queues[1];
	device->stopped = false;
	return 0;
}

/* The device is ready: gives it buffers, and looks at what came already. */
void vwifi_virtio_start(struct vwifi_virtio *device)
{
	local_bh_disable();
	vwifi_virtio_fill(device, GFP_ATOMIC);
	napi_schedule(&device->rx_napi);
	local_bh_enable();
}

/* Frees all buffers, of a device that has been reset. */
void vwifi_virtio_empty(struct vwifi_virtio *device)
{
	struct sk_buff *skb;

	spin_lock_bh(&device->tx_lock);
	device->stopped = true;
	__skb_queue_purge(&device->tx_backlog);
	while ((skb = virtqueue_detach_unused_buf(device->tvq)))
		kfree_skb(skb);
	spin_unlock_bh(&device->tx_lock);
	while ((skb = virtqueue_detach_unused_buf(device->rvq)))
		kfree_skb(skb);
	kfree_skb(device->partial);
	device->partial = NULL;
	device->partial_left = 0;
}
