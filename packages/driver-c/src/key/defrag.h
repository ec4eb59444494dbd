/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Frames that come in part. */
#ifndef VWIFI_DEFRAG_H
#define VWIFI_DEFRAG_H

#include "../core/vwifi.h"

enum vwifi_drop vwifi_defrag(struct vwifi_sta *sta, struct sk_buff **skb,
			     const struct vwifi_protection *protection);
void vwifi_defrag_forget(struct vwifi_sta *sta);
void vwifi_defrag_free(struct vwifi_sta *sta);

#endif /* VWIFI_DEFRAG_H */
