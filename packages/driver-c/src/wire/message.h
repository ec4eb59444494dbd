/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What the files of the wire share.
 */
#ifndef VWIFI_WIRE_MESSAGE_H
#define VWIFI_WIRE_MESSAGE_H

#include "wire.h"

/* machine.c */
extern spinlock_t vwifi_wire_lock;
struct vwifi_machine *vwifi_machine_find(const struct vwifi_underlay *underlay, const u8 *addr,
					 u32 instance);
struct vwifi_machine *vwifi_machine_meet(struct vwifi_underlay *underlay, const u8 *addr,
					 u32 instance);
bool vwifi_machine_accept(struct vwifi_machine *machine, u32 seq, bool only_look);
unsigned int vwifi_machine_silent_ms(const struct vwifi_machine *machine);
void vwifi_machine_leave(struct vwifi_machine *machine);
void vwifi_machines_expire(void);
void vwifi_machines_forget(const struct vwifi_underlay *underlay);

/* remote.c */
struct vwifi_remote *vwifi_remote_learn(const u8 *addr, struct vwifi_machine *machine);
void vwifi_remote_update(struct vwifi_machine *machine, const struct vwifi_wire_entry *entry);
void vwifi_remotes_unlisted(struct vwifi_machine *machine, unsigned long before);
void vwifi_remotes_collect(bool all);
void vwifi_remotes_survey(u32 us);

/* hello.c */
u32 vwifi_wire_instance(void);
void vwifi_wire_bye(void);
void vwifi_wire_rx_hello(const struct vwifi_wire_rx *rx, const struct sk_buff *skb);
void vwifi_wire_rx_tuned(const struct vwifi_wire_rx *rx, const struct sk_buff *skb);

/* underlay.c */
void vwifi_underlay_add(struct vwifi_underlay *underlay);
void vwifi_underlay_del(struct vwifi_underlay *underlay);

/* path.c */
void vwifi_path_probe(struct vwifi_machine *machine);
void vwifi_path_acked(struct vwifi_machine *machine, u32 seq);

/* tx.c */
bool vwifi_wire_may_own(const struct sk_buff *skb);
void vwifi_wire_give(struct sk_buff *frame, struct sk_buff *packet);
unsigned int vwifi_wire_room(const struct vwifi_machine *machine);
void vwifi_wire_number(struct vwifi_wire_tx *tx);
void vwifi_wire_send_numbered(const struct vwifi_wire_tx *tx, struct sk_buff *skb);
void vwifi_wire_send(struct vwifi_wire_tx *tx, struct sk_buff *skb);

/* ack.c */
void vwifi_ask_begin(struct vwifi_ask *ask, const u8 *ra, struct sk_buff *skb);
void vwifi_wire_await_status(struct vwifi_wire_tx *tx, struct sk_buff *status);
void vwifi_wire_answer_again(const struct vwifi_wire_rx *rx);
void vwifi_wire_rx_ack(const struct vwifi_wire_rx *rx, const struct sk_buff *skb);
void vwifi_waits_exit(void);

/* fragments.c */
struct sk_buff *vwifi_fragment_rx(struct vwifi_machine *machine, u32 seq, u8 number, u8 count,
				  struct sk_buff *piece);
void vwifi_fragments_expire(void);
void vwifi_fragments_forget(struct vwifi_machine *machine);

/* rx.c */
void vwifi_wire_rx(struct vwifi_underlay *underlay, struct sk_buff *skb);

/* mgmt.c */
void vwifi_wire_rx_null(const struct vwifi_wire_rx *rx, const struct sk_buff *skb);
void vwifi_wire_rx_mgmt(const struct vwifi_wire_rx *rx, struct sk_buff *skb);

/* injected.c */
void vwifi_wire_rx_injected(const struct vwifi_wire_rx *rx, struct sk_buff *skb);

#endif /* VWIFI_WIRE_MESSAGE_H */
