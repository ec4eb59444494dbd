/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What goes up. A floor calls those below it by name; what it has for one above, a
 * frame received, a change that others have to know of, it hands to this table, which
 * main.c fills before the first radio is made and nobody changes afterwards. No frame
 * from an interface of this kernel to another one passes here unless its link takes time.
 */
#ifndef VWIFI_CORE_UP_H
#define VWIFI_CORE_UP_H

#include <linux/types.h>

struct net_device;
struct sk_buff;
struct station_parameters;
struct vwifi_arrival;
struct vwifi_dcf_frame;
struct vwifi_mesh;
struct vwifi_radio;
struct vwifi_sta;
struct vwifi_transmission;
struct vwifi_vif;
struct vwifi_wire_rx;

struct vwifi_upcalls {
	/* air -> wire: an interface listens to something else; what other kernels are told has changed. */
	void (*tuned)(struct vwifi_vif *vif);
	void (*announce)(void);
	/* air -> mgmt: a frame has been on its way for long enough. Consumes the skb. Softirq, under RCU. */
	void (*land)(struct vwifi_transmission *tx, struct sk_buff *skb);
	/* dcf -> mgmt: a frame has been sent, or given up; its octets may be taken out of it. Softirq, under RCU. */
	void (*aired)(struct vwifi_dcf_frame *frame);
	/* wire -> data, mgmt: a frame of another kernel; mgmt tells whether it is acknowledged. Softirq, under RCU. */
	void (*rx_data)(const struct vwifi_wire_rx *rx, struct sk_buff *skb);
	bool (*rx_mgmt)(struct vwifi_radio *from, u16 freq, const struct sk_buff *skb, int *signal);
	bool (*rx_injected)(struct vwifi_radio *from, u16 freq, struct sk_buff *skb, int *signal);
	bool (*hears)(struct vwifi_radio *from, u16 freq, const u8 *ra, int *signal);
	/* data -> mgmt: a station that sleeps has something to send. Softirq, under RCU. */
	void (*wake)(struct vwifi_vif *vif);
	/*
	 * data -> mesh: a frame has come to the next member, consumed; one was not acknowledged.
	 * Softirq, under RCU.
	 */
	void (*rx_mesh)(const struct vwifi_transmission *tx, struct sk_buff *skb);
	void (*mesh_lost)(const struct vwifi_transmission *tx);
	/*
	 * bss -> mesh, with the wiphy mutex held: a management frame, which the mesh takes or not; something
	 * is due; user space asks for a peer, or changes one; one is about to go; all of it is over.
	 */
	bool (*mesh_rx)(struct vwifi_vif *vif, const struct vwifi_arrival *arrival);
	void (*mesh_event)(struct vwifi_vif *vif);
	int (*mesh_peer_set)(struct vwifi_vif *vif, struct vwifi_sta *sta,
			     const struct station_parameters *params);
	void (*mesh_peer_gone)(struct vwifi_vif *vif, struct vwifi_sta *sta);
	void (*mesh_end)(struct vwifi_mesh *mesh);
	/* mgmt -> bss: a beacon, or an answer to a probe, reached one who scans; or an access point. Under RCU. */
	void (*rx_scanned)(struct vwifi_vif *vif, u16 freq, s8 signal, const u8 *frame, size_t len);
	void (*rx_neighbour)(struct vwifi_vif *vif, u16 freq, s8 signal, const u8 *frame, size_t len);
	/*
	 * dcf, tap -> hwsim: a frame of an air that a program carries; consumed where there is room for
	 * it, which is what is returned. Under RCU.
	 */
	bool (*carry)(struct vwifi_transmission *tx, struct vwifi_dcf_frame *frame);
	bool (*carry_injected)(struct vwifi_vif *monitor, u16 freq, struct sk_buff *frame,
			       struct sk_buff *skb);
	/* device -> hwsim: a radio has been made, or is about to go. vwifi_radios_lock held. NULL: nobody asks. */
	void (*made)(struct vwifi_radio *radio);
	void (*going)(struct vwifi_radio *radio);
};

extern struct vwifi_upcalls vwifi_up;	/* set at load */

#endif /* VWIFI_CORE_UP_H */
